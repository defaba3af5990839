"""Which files a step carries: what is left out, what is refused, one digest for a tree of them."""

from studio.snapshots.errors import SnapshotRefused
from studio.snapshots.select import Limits
from studio.snapshots.tree import tree_digest

__all__ = ["Limits", "SnapshotRefused", "tree_digest"]
