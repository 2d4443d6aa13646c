"""A file's top level after the catalogue has filled in what the file leaves to it."""

from dataclasses import dataclass

from watcher.core.model import Problem
from watcher.targets.nodes import MapNode, Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """`origins` has the index in the file for each target; `problems` are what the catalogue could not fill in.

    `doubts` are addresses of the file's own about which the catalogue has something to say.
    """

    root: MapNode
    origins: tuple[int, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[tuple[Path, str], ...] = ()

    def as_written(self, path: Path) -> Path:
        """The path that a key has in the file itself."""
        match path:
            case ("targets", int(index), *rest) if index < len(self.origins):
                return ("targets", self.origins[index], *rest)
            case _:
                return path
