"""Where the files of a run came from: the checkouts its steps were taken from, as they were then."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from studio.graph.model import Document, Git, Node
from studio.snapshots import tree_digest
from studio.snapshots.checkout import without_credentials


def as_submitted(document: Document) -> Document:
    """A checked document as a run keeps it: files edited since they were taken from a checkout make
    it dirty, and an address has no password, whoever wrote the document."""
    return replace(document, nodes=tuple(map(_as_submitted, document.nodes)))


def _as_submitted(node: Node) -> Node:
    git = node.git
    if git is None:
        return node
    edited = bool(git.tree) and git.tree != tree_digest(node.source or {})
    uri = without_credentials(git.repository_uri)
    return replace(node, git=replace(git, repository_uri=uri, dirty=edited or git.dirty))


def properties_of(document: Document) -> dict[str, str]:
    """What Azure ML calls the git properties of a run. A run has one value of each: where its
    steps disagree the property is left out, and one dirty step makes the run dirty."""
    origins = [node.git for node in document.nodes if node.git is not None]
    same = {
        "repository_uri": _agreed(git.repository_uri for git in origins),
        "branch": _agreed(git.branch for git in origins),
        "commit": _agreed(git.commit for git in origins),
    }
    named = {
        **{f"azureml.git.{name}": value for name, value in same.items()},
        "azureml.git.dirty": _dirty(origins),
        "mlflow.source.git.repoURL": same["repository_uri"],
        "mlflow.source.git.branch": same["branch"],
        "mlflow.source.git.commit": same["commit"],
    }
    return {name: value for name, value in named.items() if value}


def git_of(document: Mapping[str, object], node: str) -> Mapping[str, object] | None:
    """The origin of a step in a stored document."""
    nodes = document.get("nodes")
    found = [raw for raw in nodes if raw["id"] == node] if isinstance(nodes, list) else []
    return found[0].get("git") if found else None


def _agreed(values: Iterable[str]) -> str:
    told = set(values)
    return told.pop() if len(told) == 1 else ""


def _dirty(origins: Iterable[Git]) -> str:
    told = {git.dirty for git in origins}
    if True in told:
        return "True"
    return "False" if told == {False} else ""
