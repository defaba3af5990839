"""Why a folder cannot become a snapshot: always whole, always naming the entry at fault."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.model import Json


class SnapshotRefused(Exception):
    """`code` is for programs; `entry` is the path at fault, "" when it is the folder as a whole;
    `detail` holds what a page may want to show beside the message."""

    def __init__(
        self, code: str, message: str, *, entry: str = "", detail: Mapping[str, Json] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.entry = entry
        self.detail = dict(detail or {})
