"""All that stands between a document and a run in a workspace."""

from collections.abc import Callable, Iterable

from studio import catalog
from studio.graph.checks import check_document
from studio.graph.model import Document, Problem
from studio.workspaces.models import Workspace
from studio.workspaces.queries import compute_targets_of, datastores_of

Check = Callable[[Workspace, Document], Iterable[Problem]]
_checks: list[Check] = []


def register_check(check: Check) -> None:
    """For rooms to the right, whose names a document may hold; call this in `AppConfig.ready`.

    `check` is asked for every document, so it touches no row unless the document gives cause.
    """
    if check not in _checks:
        _checks.append(check)


def problems_in(
    workspace: Workspace,
    document: Document,
    *,
    compute_targets: Iterable[str] | None = None,
    datastores: Iterable[str] | None = None,
) -> list[Problem]:
    """Every problem; the names are looked up where the caller has none at hand."""
    if compute_targets is None:
        compute_targets = (target.name for target in compute_targets_of(workspace))
    if datastores is None:
        datastores = (datastore.name for datastore in datastores_of(workspace))
    found = check_document(
        document,
        catalog.kinds(),
        compute_targets=set(compute_targets),
        datastores=set(datastores),
    )
    return [*found, *(problem for check in _checks for problem in check(workspace, document))]
