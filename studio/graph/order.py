"""In which order steps can run: it comes from edges only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from studio.graph.model import Document

__all__ = ["CycleError", "cycles", "dependencies", "order", "reaches"]


def dependencies(document: Document) -> dict[str, frozenset[str]]:
    """For every node the nodes that come before it. Edges with an unknown end are left out."""
    before: dict[str, set[str]] = {node.id: set() for node in document.nodes}
    for edge in document.edges:
        if edge.source.node in before and edge.target.node in before:
            before[edge.target.node].add(edge.source.node)
    return {node: frozenset(needed) for node, needed in before.items()}


def order(document: Document) -> list[str]:
    """Node ids so that every edge points forward; raises CycleError when that cannot be.

    Wave by wave: all nodes that are ready, in the order they are drawn in, then those they free.
    """
    place = {node.id: index for index, node in enumerate(document.nodes)}
    sorter = TopologicalSorter(dependencies(document))
    sorter.prepare()
    ordered: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        ordered.extend(ready)
        sorter.done(*ready)
    return ordered


def reaches(document: Document, start: str, goal: str) -> bool:
    """Whether `goal` comes after `start` along edges (or is it)."""
    after: dict[str, list[str]] = {}
    for edge in document.edges:
        after.setdefault(edge.source.node, []).append(edge.target.node)
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        fresh = [n for n in after.get(node, ()) if n not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False


def cycles(document: Document) -> list[list[str]]:
    """The groups of two or more nodes that wait for each other, ids in document order.

    Kosaraju's strongly connected components, without recursion: drawings may be deep.
    """
    before = dependencies(document)
    after: dict[str, list[str]] = {node: [] for node in before}
    for node, needed in before.items():
        for earlier in needed:
            after[earlier].append(node)
    seen: set[str] = set()
    finished = [n for start in before if start not in seen for n in _walk(before, start, seen)]
    seen = set()
    groups = [_walk(after, start, seen) for start in reversed(finished) if start not in seen]
    place = {node: index for index, node in enumerate(before)}
    loops = [sorted(group, key=place.__getitem__) for group in groups if len(group) > 1]
    return sorted(loops, key=lambda loop: place[loop[0]])


def _walk(graph: Mapping[str, Iterable[str]], start: str, seen: set[str]) -> list[str]:
    """The nodes reached from `start` and not in `seen`, each after all it leads to."""
    seen.add(start)
    path = [(start, iter(graph[start]))]
    finished = []
    while path:
        node, rest = path[-1]
        fresh = next((n for n in rest if n not in seen), None)
        if fresh is None:
            finished.append(node)
            path.pop()
        else:
            seen.add(fresh)
            path.append((fresh, iter(graph[fresh])))
    return finished
