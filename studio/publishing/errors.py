"""What can go wrong with publishing and with calls."""

from studio.graph.model import Problem


class PipelineDisabled(Exception):
    """This published pipeline is disabled: it cannot be run until somebody enables it."""


class NotPublishable(Exception):
    """The pipeline has problems; a published one must run as it is."""

    def __init__(self, problems: list[Problem], titles: dict[str, str]) -> None:
        super().__init__(
            "The pipeline has problems: " + ", ".join(problem.code for problem in problems)
        )
        self.problems = problems
        self.titles = titles
