"""Publishing, calling, enabling and disabling."""

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from studio.pipelines.services import create_draft, save_draft
from studio.publishing.errors import NotPublishable, PipelineDisabled
from studio.publishing.models import Invocation, Outcome, PublishedPipeline
from studio.publishing.queries import (
    call_counts,
    last_runs,
    published_behind,
    published_in,
    refused_counts,
    run_ids_of,
)
from studio.publishing.services import (
    Call,
    disable,
    enable,
    publish_draft,
    publish_run,
    submit_published,
)
from studio.runs.errors import InvalidParameters, KeyReused
from studio.runs.models import Run
from tests.drawing import Drawing
from tests.people import drawn, new_workspace, one_step, owner_of

pytestmark = pytest.mark.django_db
WORDS = {"name": "Train", "description": "", "version": "1.0"}


@pytest.fixture
def published() -> PublishedPipeline:
    workspace = new_workspace()
    user = owner_of(workspace)
    draft = create_draft(workspace=workspace, user=user, name="d", document=drawn(workspace))
    return publish_draft(draft, user=user, **WORDS)


def call(published: PublishedPipeline, **more) -> Run:
    published.refresh_from_db()
    asked = Call(user=published.created_by, token=None, experiment="api", **more)
    return submit_published(published, asked)


def test_a_published_pipeline_does_not_change_with_its_draft(published):
    draft = published.source_draft
    empty = Drawing().document
    save_draft(draft, user=draft.created_by, document=empty, expected_revision=1)
    published.refresh_from_db()
    assert len(published.document["nodes"]) == 1
    assert published.source_revision == 1


def test_a_pipeline_with_problems_is_not_published():
    workspace = new_workspace()
    user = owner_of(workspace)
    draft = create_draft(workspace=workspace, user=user, name="empty")
    with pytest.raises(NotPublishable) as problem:
        publish_draft(draft, user=user, **WORDS)
    assert [p.code for p in problem.value.problems] == ["empty_pipeline"]


def test_a_pipeline_whose_files_were_never_uploaded_is_not_published():
    workspace = new_workspace()
    user = owner_of(workspace)
    draft = create_draft(workspace=workspace, user=user, name="d", document=one_step().document)
    with pytest.raises(NotPublishable) as problem:
        publish_draft(draft, user=user, **WORDS)
    assert [(p.code, p.field) for p in problem.value.problems] == [("file_missing", "main.py")]


def test_a_finished_run_is_published_with_its_document(published):
    run = call(published)
    again = publish_run(run, user=published.created_by, **WORDS)
    assert again.document == run.document
    assert again.source_run == run


def test_a_call_makes_a_run_with_its_parameters(published):
    run = call(published, parameters={"lr": "0.5"})
    assert run.parameters == {"lr": 0.5}
    assert run.source == Run.Source.ENDPOINT
    assert Invocation.objects.get().run == run


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"learning_rate": 1}, "unknown_parameter"),
        ({"lr": "fast"}, "parameter_type"),
        ({"lr": True}, "parameter_type"),
        ({"lr": None}, "parameter_type"),
    ],
)
def test_a_wrong_parameter_makes_no_run_and_is_in_the_books(published, parameters, code):
    with pytest.raises(InvalidParameters) as problem:
        call(published, parameters=parameters)
    assert [p.code for p in problem.value.problems] == [code]
    assert problem.value.known == ["lr"]
    assert Run.objects.count() == 0
    assert Invocation.objects.get().outcome == Outcome.INVALID


def test_a_disabled_pipeline_makes_no_run_until_it_is_enabled(published):
    disable(published)
    with pytest.raises(PipelineDisabled):
        call(published)
    assert Run.objects.count() == 0
    assert Invocation.objects.get().outcome == Outcome.DISABLED
    enable(published)
    assert call(published).number == 1


def test_disabled_is_said_before_anything_is_wrong_with_the_parameters(published):
    disable(published)
    with pytest.raises(PipelineDisabled):
        call(published, parameters={"nope": 1})


def test_the_same_call_sent_twice_is_one_run_and_one_call(published):
    first = call(published, idempotency_key="k1")
    assert call(published, idempotency_key="k1") == first
    assert Invocation.objects.count() == 1
    with pytest.raises(KeyReused):
        call(published, idempotency_key="k1", parameters={"lr": 2})


def test_a_stale_object_in_hand_does_not_let_a_call_through(published):
    in_hand = PublishedPipeline.objects.get(pk=published.pk)
    disable(published)
    asked = Call(user=published.created_by, token=None, experiment="api")
    with pytest.raises(PipelineDisabled):
        submit_published(in_hand, asked)
    assert Run.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_thousand_races_between_disable_and_call_never_make_a_run_too_late(published):
    """Whatever the order, a run exists exactly when its call was committed before the disable."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    rounds, starts = 1000, threading.Barrier(2)
    outcomes: list[str] = []

    def caller() -> None:
        try:
            for _ in range(rounds):
                starts.wait(30)
                outcomes.append(_outcome(published))
                starts.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=caller)
    thread.start()
    for number in range(rounds):
        enable(published)
        starts.wait(30)
        for _ in range(chance.randrange(3)):
            PublishedPipeline.objects.filter(pk=published.pk).exists()
        with transaction.atomic():
            disable(published)
            runs = Run.objects.count()
        starts.wait(30)
        assert Run.objects.count() == runs, f"round {number}: a run came after the disable"
    thread.join(30)
    taken = outcomes.count("taken")
    assert taken == Run.objects.count()
    assert taken == Invocation.objects.filter(outcome=Outcome.ACCEPTED).count()
    assert rounds - taken == Invocation.objects.filter(outcome=Outcome.DISABLED).count()
    assert 0 < taken < rounds, "both orders happened"


def _outcome(published: PublishedPipeline) -> str:
    try:
        call(published)
    except PipelineDisabled:
        return "refused"
    return "taken"


def test_calls_are_counted_by_day_refused_ones_too(published):
    call(published)
    disable(published)
    for _ in range(2):
        with pytest.raises(PipelineDisabled):
            call(published)
    Invocation.objects.filter(outcome=Outcome.ACCEPTED).update(
        at=timezone.now() - timedelta(days=1)
    )
    counts = call_counts([published.pk], now=timezone.now())[published.pk]
    assert (len(counts), counts[-2:]) == (30, [1, 2])
    published.refresh_from_db()
    assert refused_counts([published]) == {published.pk: 2}


def test_refusals_from_before_it_was_disabled_again_do_not_count(published):
    disable(published)
    with pytest.raises(PipelineDisabled):
        call(published)
    enable(published)
    disable(published)
    published.refresh_from_db()
    assert refused_counts([published]) == {}


def test_a_run_knows_through_whom_it_was_called(published):
    run = call(published)
    assert published_behind([run.pk]) == {run.pk: (published.pk, "Train")}
    assert list(run_ids_of(published.pk)) == [run.pk]
    row = published_in(published.workspace).get()
    assert last_runs([row]) == {published.pk: run}


def test_the_last_run_is_the_newest(published):
    call(published)
    newest = call(published)
    rows = list(published_in(published.workspace))
    assert last_runs(rows) == {published.pk: newest}


@pytest.mark.parametrize(
    ("search", "found"), [("train", 1), ("1.0", 1), ("train 2.0", 0), ("%", 0)]
)
def test_search_looks_at_name_description_and_version(published, search, found):
    assert published_in(published.workspace, search=search).count() == found
