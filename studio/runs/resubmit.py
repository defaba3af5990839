"""Running the document of an earlier run again, with other parameters."""

from collections.abc import Mapping

from studio.accounts.models import User
from studio.runs.models import Run
from studio.runs.submit import Submission, Submitted, submit


def resubmit_run(
    run: Run, user: User, parameters: Mapping[str, object], idempotency_key: str | None = None
) -> Submitted:
    """Parameters that are not given keep the values of the earlier run."""
    return submit(
        Submission(
            workspace=run.workspace,
            user=user,
            document=run.document,
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
            idempotency_key=idempotency_key,
        )
    )
