"""The error that a targets.yaml which cannot be used ends in."""

from collections.abc import Iterable

from watcher.core.errors import ExpectedError
from watcher.core.model import Problem


class ConfigError(ExpectedError):
    """Everything that is wrong with a file, in the order of its lines. Holds no secret."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
