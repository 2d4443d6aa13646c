"""Reads targets.yaml: everything it says, or everything that is wrong with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from watcher.core.collection import without_collection
from watcher.core.model import Config, Problem, Target
from watcher.targets.build import TargetBuilder, build_owner, build_stake, spread_looks
from watcher.targets.catalog.expand import expand
from watcher.targets.channels import Opened, SecretSources, open_channel
from watcher.targets.document import Document, read_document
from watcher.targets.doubts import Doubt, doubt_hearing, doubt_owner, doubt_stake, doubt_target
from watcher.targets.errors import ConfigError
from watcher.targets.expanded import Expanded
from watcher.targets.explain import explain, validate
from watcher.targets.keypath import spell
from watcher.targets.models import DefaultsEntry, FileEntry, OwnerEntry
from watcher.targets.nodes import locate
from watcher.targets.references import OPERATOR, doubled_targets, known_ids

LARGEST_FILE = 50_000_000  # bytes


def load(path: Path, *, environment: Mapping[str, str], credentials: Path | None, today: date | None = None) -> Config:
    """Reads a file. `credentials` is systemd's credentials folder; `today` lets stakes that have ended be noticed.

    Raises ConfigError. What is only doubtful, such as a secret that is not set, stands in the result's `warnings`.
    """
    with without_collection():  # which takes a third of the time for a large file
        return loads(
            _read(path),
            environment=environment,
            credentials=credentials,
            folder=path.parent,
            source=str(path),
            today=today,
        )


def loads(
    content: bytes,
    *,
    environment: Mapping[str, str],
    credentials: Path | None,
    folder: Path,
    source: str = "targets.yaml",
    today: date | None = None,
) -> Config:
    """Like `load`, for a file's content. `folder` is where relative file names start, `source` the name in messages."""
    document = read_document(content, source)
    expanded = expand(document.root, source)
    entries, targets = _check(document, expanded, source, folder)
    sources = SecretSources(environment=environment, credentials=credentials, folder=folder)
    opened = [open_channel(name, entry.url, sources, entry.at_most) for name, entry in (entries.channels or {}).items()]
    config = _config(entries, targets, opened, source, hashlib.sha256(content).hexdigest())
    warnings = [*document.doubts, *_warnings(config, opened, expanded, today)]
    return replace(config, warnings=tuple(sorted(warnings, key=lambda problem: problem.line)))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
    else:
        if len(content) <= LARGEST_FILE:
            return content
        message = f"is larger than {LARGEST_FILE // 1_000_000} MB"
    raise ConfigError([Problem(file=str(path), line=1, key="file", message=message)])


def _check(document: Document, expanded: Expanded, source: str, folder: Path) -> tuple[FileEntry, list[Target]]:
    """The file's entries, and the facts of its targets, whose entries are too many to be kept."""
    root = expanded.root
    problems = [*document.problems, *expanded.problems, *doubled_targets(expanded, source)]
    told = {(problem.line, problem.key) for problem in document.problems}
    file: FileEntry | None = None
    targets: list[Target] = []
    for entries in validate(root, known_ids(root)):
        if isinstance(entries, list):
            explained = (explain(error, root, source, as_written=expanded.as_written) for error in entries)
            problems += [problem for problem in explained if (problem.line, problem.key) not in told]
            continue
        if isinstance(entries, FileEntry):
            file = entries
            build = TargetBuilder(entries.defaults or DefaultsEntry(), folder)
        if not problems:
            targets += map(build, entries.targets)
    if file is None or problems:
        raise ConfigError(dict.fromkeys(problems))
    return file, targets


def _config(entries: FileEntry, targets: list[Target], opened: list[Opened], source: str, digest: str) -> Config:
    defaults = entries.defaults or DefaultsEntry()
    return Config(
        source=source,
        digest=digest,
        targets=spread_looks(targets),
        stakes=tuple(build_stake(name, entry, defaults) for name, entry in (entries.stakes or {}).items()),
        owners=tuple(build_owner(name, entry, defaults) for name, entry in (entries.owners or {}).items()),
        channels=tuple(channel.channel for channel in opened),
        operator=build_owner(OPERATOR, entries.operator or OwnerEntry(), defaults),
        network_allow=tuple((entries.network and entries.network.allow) or ()),
    )


def _warnings(config: Config, opened: list[Opened], expanded: Expanded, today: date | None) -> Iterator[Problem]:
    doubts: list[Doubt] = [
        *expanded.doubts,
        *((("channels", one.channel.id, "url"), message) for one in opened for message in one.doubts),
        *(doubt for owner in (*config.owners, config.operator) for doubt in doubt_owner(owner)),
        *doubt_hearing(config),
        *(doubt for stake in config.stakes for doubt in doubt_stake(stake, today)),
        *(doubt for index, target in enumerate(config.targets) for doubt in doubt_target(index, target)),
    ]
    problems = []
    for path, message in doubts:
        _, line = locate(expanded.root, path)
        key = spell(expanded.as_written(path))
        problems.append(Problem(file=config.source, line=line, key=key, message=message))
    yield from dict.fromkeys(problems)
