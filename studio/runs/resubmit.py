"""Running an earlier run again: with other parameters, an edited document, or only a part of it."""

from collections.abc import Mapping

from studio.accounts.models import User
from studio.engine.parts import Part
from studio.runs.models import Run
from studio.runs.submit import Submission, Submitted, submit


def resubmit_run(
    run: Run,
    user: User,
    parameters: Mapping[str, object],
    *,
    document: object = None,
    part: Part | None = None,
    regenerate_outputs: bool = False,
    idempotency_key: str | None = None,
) -> Submitted:
    """Parameters that are not given keep the values of the earlier run, and so does the document.
    Outside of `part` the earlier run's results stand."""
    return submit(
        Submission(
            workspace=run.workspace,
            user=user,
            document=run.document if document is None else document,
            experiment=run.experiment.name,
            parameters={**run.parameters, **parameters},
            continue_on_step_failure=run.continue_on_step_failure,
            name=run.name,
            description=run.description,
            tags=run.tags,
            source=Run.Source.RERUN,
            draft_id=run.draft_id,
            draft_name=run.draft_name,
            draft_revision=run.draft_revision,
            rerun_of=run,
            part=part,
            regenerate_outputs=regenerate_outputs,
            idempotency_key=idempotency_key,
        )
    )
