"""Undo and redo: since every edit gives a new document, a history is a list of documents."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.model import Document

LIMIT = 200


@dataclass(frozen=True)
class History:
    """The document now, those before it and those undone (next first)."""

    now: Document
    past: tuple[Document, ...] = ()
    future: tuple[Document, ...] = ()

    def do(self, document: Document) -> History:
        if document == self.now:
            return self
        return History(document, (*self.past, self.now)[-LIMIT:])

    def undo(self) -> History:
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> History:
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.now), self.future[1:])
