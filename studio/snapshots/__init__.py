"""Which files a step carries: one digest for a tree of them."""

from studio.snapshots.tree import tree_digest

__all__ = ["tree_digest"]
