"""What retention removes, and what it never touches."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from studio.assets.errors import NothingThere
from studio.assets.lineage import lineage_of_run
from studio.assets.models import DatasetVersion
from studio.assets.retention import Tally, remove_old
from studio.assets.services import (
    Author,
    add_dataset_version,
    register_dataset,
    register_model,
    remove_model_version,
    unregister_dataset,
)
from studio.assets.sources import from_attempt, from_output
from studio.data.local import LocalDatastore
from studio.data.store import Datastore
from studio.runs.models import Artifact, Attempt, Output, Run, StepRun
from studio.runs.places import artifacts_prefix, log_path
from studio.workspaces.models import Workspace
from tests.assets.conftest import STORE, place
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]
MAIN = "outputs/model.pkl"


def drawing() -> Drawing:
    """Data → prepare → train."""
    whole = Drawing().node("raw", "Data", path="data/raw.csv")
    whole.script("prepare", "", inputs={"raw": ("raw", "data")}, outputs=["clean"])
    return whole.script("train", "", inputs={"clean": ("prepare", "clean")}, outputs=["scores"])


@pytest.fixture
def old(start: Start, node: Node, store: Datastore) -> Run:
    """A run that ended 100 days ago, with all the bytes of its two steps."""
    return ended(start(drawing()), node, store, days=100)


def ended(run: Run, node: Node, store: Datastore, days: int) -> Run:
    if not store.list("data/raw.csv"):
        store.write("data/raw.csv", b"raw")
    while node.broker.orders:
        order = node.take()
        node.claim(order)
        for output in order.outputs:
            store.write(output.path, b"abc")
        store.append(order.log.path, b"hello log\n")
        store.append(order.log.path.replace(".log", ".times"), b"12345678")
        store.write(order.artifacts.prefix + MAIN, b"model")
        store.write(f"azureml/{order.step_run}/99/lost", b"of an attempt that lost")
        file = {"path": MAIN, "size": 5, "sha256": "d" * 64}
        node.finish(order, artifacts=[file])
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(days=days))
    run.refresh_from_db()
    assert run.state == "Completed"
    return run


def clean(workspace: Workspace, days: int = 90, **options: Any) -> Tally:
    return remove_old(workspace, timezone.now() - timedelta(days=days), **options)


def stored(store: Datastore) -> set[str]:
    """Everything but the content store of sources."""
    paths = {entry.path for entry in store.list(limit=1000)}
    return {path for path in paths if not path.startswith("azureml/blobs/")}


def output(run: Run, name: str) -> Output:
    return Output.objects.get(step_run__run=run, name=name)


def attempt_of(run: Run, node_id: str) -> Attempt:
    return Attempt.objects.get(step_run__run=run, step_run__node_id=node_id)


def test_an_old_runs_bytes_go_and_its_rows_stay_marked(
    old: Run, workspace: Workspace, store: Datastore
) -> None:
    before = {(node.type, node.title) for node in lineage_of_run(workspace, old).nodes}
    tally = clean(workspace)
    assert stored(store) == {"data/raw.csv"}
    assert (tally.runs, tally.outputs, tally.files, tally.logs) == (1, 2, 2, 2)
    assert tally.size == 2 * (3 + 5 + 10)
    old.refresh_from_db()
    assert old.data_removed_at is not None
    assert output(old, "clean").removed_at and output(old, "scores").removed_at
    assert output(old, "data").removed_at is None  # the user's own file
    assert not Attempt.objects.filter(log_removed_at=None).exists()
    assert not Artifact.objects.filter(removed_at=None).exists()
    assert {(node.type, node.title) for node in lineage_of_run(workspace, old).nodes} == before
    assert clean(workspace) == Tally()


def test_younger_runs_and_runs_that_go_on_are_left_alone(
    start: Start, node: Node, workspace: Workspace, store: Datastore
) -> None:
    young = ended(start(drawing()), node, store, days=10)
    start(drawing())
    kept = stored(store)
    assert clean(workspace) == Tally()
    assert stored(store) == kept
    young.refresh_from_db()
    assert young.data_removed_at is None


def test_a_dry_round_says_what_would_go_and_touches_nothing(
    old: Run, workspace: Workspace, store: Datastore
) -> None:
    kept = stored(store)
    dry = clean(workspace, dry_run=True)
    assert stored(store) == kept
    assert output(old, "clean").removed_at is None
    wet = clean(workspace)
    assert dry == wet


def test_what_datasets_and_models_name_stays(
    old: Run, workspace: Workspace, store: Datastore, author: Author
) -> None:
    train = attempt_of(old, "train")
    clean_path = output(old, "clean").path
    dataset = register_dataset(workspace, author, "clean", "file", [place(clean_path)])
    source = from_attempt(train, train.step_run, MAIN)
    model = register_model(workspace, author, "forest", source)
    tally = clean(workspace)
    model_path = artifacts_prefix(train.step_run_id, 1) + MAIN
    assert stored(store) == {"data/raw.csv", clean_path, model_path}
    assert (tally.runs, tally.kept) == (0, 2)
    assert output(old, "clean").removed_at is None
    assert Artifact.objects.get(removed_at=None).attempt == train
    unregister_dataset(dataset.dataset)
    remove_model_version(model)
    assert clean(workspace).runs == 1
    assert stored(store) == {"data/raw.csv"}


@pytest.mark.parametrize("named", ["part", "folder", "all"])
def test_a_name_for_a_part_keeps_the_whole_output(
    named: str, old: Run, workspace: Workspace, store: Datastore, author: Author
) -> None:
    made = output(old, "scores")
    store.delete(made.path)
    for name in ("a.csv", "b.csv"):
        store.write(f"{made.path}/{name}", b"1")
    step = f"azureml/{made.step_run_id}"
    path = {"part": f"{made.path}/a.csv", "folder": f"{step}/1", "all": step}[named]
    register_dataset(workspace, author, "part", "file", [place(path)])
    clean(workspace)
    left = {f"{made.path}/a.csv", f"{made.path}/b.csv"}
    lost = {f"{step}/99/lost"} if named == "all" else set()
    assert stored(store) == {"data/raw.csv"} | left | lost
    assert output(old, "scores").removed_at is None
    assert output(old, "clean").removed_at is not None


def test_what_a_younger_run_reused_stays_until_that_run_is_old(
    old: Run, start: Start, node: Node, workspace: Workspace, store: Datastore
) -> None:
    made = output(old, "clean")
    later = ended(start(drawing()), node, store, days=10)
    reused = output(later, "clean")
    store.delete(reused.path)
    Output.objects.filter(pk=reused.pk).update(path=made.path)
    StepRun.objects.filter(pk=reused.step_run_id).update(state="Reused", reused_from=made.step_run)
    clean(workspace)
    assert made.path in stored(store)
    assert output(old, "clean").removed_at is None
    clean(workspace, days=5)
    assert stored(store) == {"data/raw.csv"}
    assert output(later, "clean").removed_at is not None


def test_what_a_waiting_run_reads_stays(
    old: Run, start: Start, node: Node, workspace: Workspace, store: Datastore
) -> None:
    path = output(old, "scores").path
    reader = Drawing().node("in", "Data", path=path)
    run = start(reader.script("use", "", inputs={"x": ("in", "data")}))
    clean(workspace)
    assert path in stored(store)
    ended(run, node, store, days=0)
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(days=99))
    clean(workspace)
    clean(workspace)
    assert stored(store) == {"data/raw.csv"}


@pytest.mark.parametrize("deletions", range(6))
def test_killed_in_the_middle_it_goes_on_where_it_was(
    deletions: int,
    old: Run,
    workspace: Workspace,
    store: Datastore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Power fails before the n-th deletion; then the same command runs again."""
    done = 0
    real = LocalDatastore.delete_prefix

    def fail(self: LocalDatastore, prefix: str) -> int:
        nonlocal done
        if done == deletions:
            raise KeyboardInterrupt
        done += 1
        return real(self, prefix)

    with monkeypatch.context() as broken:
        broken.setattr(LocalDatastore, "delete_prefix", fail)
        if deletions < 4:
            with pytest.raises(KeyboardInterrupt):
                clean(workspace)
            old.refresh_from_db()
            assert old.data_removed_at is None
        else:
            clean(workspace)
    clean(workspace)
    old.refresh_from_db()
    assert old.data_removed_at is not None
    assert stored(store) == {"data/raw.csv"}


def test_a_run_of_many_steps_is_cleaned_in_one_go(
    old: Run, workspace: Workspace, store: Datastore
) -> None:
    now = timezone.now()
    steps = StepRun.objects.bulk_create(
        StepRun(run=old, node_id=f"n{n}", position=n, state="Completed", why={"code": "x"})
        for n in range(10, 410)
    )
    Attempt.objects.bulk_create(
        Attempt(step_run=step, queue="q", log_datastore=STORE, log_path=log_path(step.pk, 1),
                queued_at=now, sent_at=now, state="Completed")
        for step in steps
    )  # fmt: skip
    assert clean(workspace).logs == 402
    assert stored(store) == {"data/raw.csv"}


def test_a_datastore_that_is_away_is_said_and_tried_again(
    old: Run, workspace: Workspace, store: Datastore
) -> None:
    workspace.datastores.filter(name=STORE).update(name="elsewhere")
    tally = clean(workspace)
    assert "run 1" in tally.problems[0]
    assert tally.runs == 0
    workspace.datastores.filter(name="elsewhere").update(name=STORE)
    assert clean(workspace).runs == 1
    assert stored(store) == {"data/raw.csv"}


def test_what_was_removed_can_not_be_registered(
    old: Run, workspace: Workspace, store: Datastore, author: Author
) -> None:
    train = attempt_of(old, "train")
    model = from_attempt(train, train.step_run, MAIN)
    scores = from_output(train.step_run, "scores")
    dataset = register_dataset(workspace, author, "d", "file", [place("data")])
    clean(workspace)
    for source in (model, scores):
        with pytest.raises(NothingThere):
            register_model(workspace, author, "late", source)
    with pytest.raises(NothingThere):
        add_dataset_version(dataset.dataset, author, [place(scores.place.path + "/part.csv")])
    assert DatasetVersion.objects.count() == 1


def test_who_registers_while_it_looks_is_seen(
    old: Run, workspace: Workspace, store: Datastore, author: Author
) -> None:
    """Retention and registration hold the step's row, so one comes wholly before the other."""
    path = output(old, "scores").path
    with transaction.atomic():
        register_dataset(workspace, author, "d", "file", [place(path)])
    clean(workspace)
    assert path in stored(store)


def test_the_command_says_what_it_did(old: Run, workspace: Workspace, store: Datastore) -> None:
    said = StringIO()
    call_command("retention", "--older-than", "90d", "--dry-run", stdout=said)
    call_command("retention", "--older-than", "12w", "--workspace", "lab", stdout=said)
    dry, wet = said.getvalue().splitlines()
    assert dry == wet.replace("removed", "would remove", 1)
    assert wet.startswith("lab: removed 2 outputs, 2 files and 2 logs")
    assert stored(store) == {"data/raw.csv"}


@pytest.mark.parametrize("text", ["90", "d", "0d", "-1d", "1y", "", "1.5d"])
def test_an_age_it_does_not_understand_is_refused(text: str, workspace: Workspace) -> None:
    with pytest.raises(CommandError):
        call_command("retention", f"--older-than={text}")


def test_a_workspace_it_does_not_know_is_refused(workspace: Workspace) -> None:
    with pytest.raises(CommandError, match="no workspace"):
        call_command("retention", "--older-than=1d", "--workspace=none")
