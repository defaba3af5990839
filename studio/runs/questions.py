"""What running steps ask for by name, answered from rows; the node then fetches the bytes."""

from studio.engine import bodies
from studio.engine.messages import Answer, Report
from studio.engine.states import STARTED
from studio.runs import extensions
from studio.runs.extensions import Answered, QuestionRefused
from studio.runs.models import Attempt
from studio.runs.orders import OrderProblem, stores_of
from studio.runs.transitions import owns, uuid_or_none
from studio.workspaces.queries import specs_of


def answer_question(report: Report) -> Answer | None:
    """None for somebody who does not hold the attempt: no order says where datastores are to
    anyone but the node that runs the step."""
    question = bodies.Question.from_body(report.body)
    key = uuid_or_none(report.attempt)
    attempts = Attempt.objects.select_related("step_run__run__workspace")
    attempt = attempts.defer("step_run__run__document").filter(pk=key).first() if key else None
    if attempt is None or not owns(attempt, report) or attempt.state not in STARTED:
        return None
    try:
        told = _told(attempt, extensions.answer(attempt, question.asked))
    except (QuestionRefused, OrderProblem) as problem:
        told = {"error": str(problem)}
    return Answer("told", report.attempt, report.fence, {"id": question.id, **told})


def _told(attempt: Attempt, answered: Answered) -> dict[str, object]:
    names = {place.datastore for place in answered.places}
    stores = stores_of(names, specs_of(attempt.step_run.run.workspace, names))
    return {
        "facts": dict(answered.facts),
        "places": [vars(place) for place in answered.places],
        "stores": {name: vars(store) for name, store in stores.items()},
    }
