"""Reads the platforms' files, each only when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from pydantic import ValidationError

from watcher.targets.catalog.models import PlatformEntry
from watcher.targets.document import read_document
from watcher.targets.errors import ConfigError
from watcher.targets.explain import explain
from watcher.targets.nodes import MapNode, plain
from watcher.targets.spelling import nearest

_FOLDER = files("watcher.targets.catalog") / "platforms"
_ENDING = ".yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's file: what it says, and the text's own nodes, of which targets are made."""

    id: str
    entry: PlatformEntry
    root: MapNode


def platform_ids() -> tuple[str, ...]:
    """The names of all files, without reading one."""
    names = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def read_platform(platform_id: str) -> Platform:
    """The platform of exactly this id. Raises KeyError, and ConfigError for a file that is broken."""
    if platform_id not in platform_ids():
        raise KeyError(platform_id)
    name = f"{platform_id}{_ENDING}"
    return parse_platform(platform_id, (_FOLDER / name).read_bytes(), f"catalog/{name}")


def parse_platform(platform_id: str, content: bytes, source: str) -> Platform:
    """A platform's file. Raises ConfigError with its file, line and key."""
    document = read_document(content, source)
    if document.problems:
        raise ConfigError(document.problems)
    try:
        entry = PlatformEntry.model_validate(plain(document.root))
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ConfigError(explain(one, document.root, source, PlatformEntry) for one in found) from None
    return Platform(id=platform_id, entry=entry, root=document.root)


def read_all() -> Iterator[Platform]:
    return map(read_platform, platform_ids())


def find_platform(name: str) -> Platform | None:
    """The platform that goes by this id, name or alias, however it is spelt."""
    wanted = _key(name)
    if wanted in platform_ids():
        return read_platform(wanted)
    return next((one for one in read_all() if wanted in map(_key, (one.entry.name, *one.entry.aliases))), None)


def find_by_host(host: str) -> Platform | None:
    """The platform to which a page's host belongs."""
    host = host.lower()
    return next((one for one in read_all() if any(f".{host}".endswith(f".{own}") for own in one.entry.hosts)), None)


def meant_platform(name: str) -> str | None:
    """The id that somebody may have mistyped."""
    return nearest(_key(name), platform_ids())


def _key(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").replace(".", " ").split())
