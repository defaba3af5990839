"""The graph of a run's frozen document, read once a process."""

from functools import lru_cache
from uuid import UUID

from studio import catalog
from studio.engine.plan import Graph
from studio.graph.document import parse_document
from studio.runs.models import Run


@lru_cache(maxsize=64)
def graph_of(run: UUID) -> Graph:
    """Safe to keep: a run's document never changes."""
    document = Run.objects.values_list("document", flat=True).get(pk=run)
    return Graph.of(parse_document(document), catalog.kinds())
