"""Which step kinds exist, what they look like in a form, and how a step of a kind is started."""

from __future__ import annotations

from studio.catalog.kinds import CODED_KINDS
from studio.catalog.schema import json_schema, kind_json
from studio.graph.model import StepKind

__all__ = ["json_schema", "kind_json", "kinds"]


def kinds() -> dict[str, StepKind]:
    """Every step kind by name, in the order a palette shows them."""
    return {kind.name: kind for kind in CODED_KINDS}
