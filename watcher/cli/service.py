"""`watcher install-service`: systemd's units for this machine's paths."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigPath, StorePath, open_context
from watcher.cli.printing import print_text, say
from watcher.settings import Settings

UNITS = ("watcher.service", "watcher-backup.service", "watcher-backup.timer")
# in an installed package, and in a checkout
_PLACES = (Path(__file__).parents[1] / "systemd", Path(__file__).parents[2] / "systemd")
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))


def install_service(
    to: Annotated[
        Path | None, typer.Option("--to", help="Write the units into this folder, such as /etc/systemd/system.")
    ] = None,
    user: Annotated[str, typer.Option("--user", help="The user that Watcher runs as.")] = "watcher",
    backups: Annotated[Path, typer.Option("--backups", help="Folder of the daily backup.")] = Path(
        "/var/lib/watcher-backup"
    ),
    config: ConfigPath = None,
    store: StorePath = None,
) -> None:
    """Print systemd's units for this installation, or write them. They take no effect before `systemctl enable`."""
    settings = open_context(config, store).settings
    program = Path(sys.executable).with_name("watcher")
    for name in UNITS:
        text = adapt(_template(name), settings=settings, program=program, user=user, backups=backups)
        if to is None:
            print_text(f"# {name}\n{text}")
            continue
        (to / name).write_text(text)
        say(f"wrote {to / name}")
    if to is not None:
        say(f"they run as the user {user}, who has to own {settings.store.absolute()} and {backups.absolute()}")
        say("now: systemctl daemon-reload && systemctl enable --now watcher.service watcher-backup.timer")


def adapt(template: str, *, settings: Settings, program: Path, user: str, backups: Path) -> str:
    """A unit with this machine's paths: what lies in homes can be read, the store and the backups written."""
    config, store, backups = settings.config.absolute(), settings.store.absolute(), backups.absolute()
    at_home = any(path.is_relative_to(home) for path in (program, config, store, backups) for home in _HOMES)
    lines: list[str] = []
    for line in template.splitlines():
        match line.partition("=")[::2]:
            case "User", _:
                lines.append(f"User={user}")
            case "ExecStart", command:
                words = [str(backups) if word == "/var/lib/watcher-backup" else word for word in command.split()[1:]]
                lines.append(f"ExecStart={' '.join(map(_quoted, [str(program), *words]))}")
            case "StateDirectory", _:
                writable = [store, *([backups] if "backup" in line else [])]
                lines += [f"StateDirectory={path.name}" for path in writable if path.parent == Path("/var/lib")]
                lines += [f"ReadWritePaths={_quoted(str(p))}" for p in writable if p.parent != Path("/var/lib")]
                lines += [f"Environment={_quoted(f'WATCHER_CONFIG={config}')}"]
                lines += [f"Environment={_quoted(f'WATCHER_STORE={store}')}"]
            case "EnvironmentFile", path:
                lines.append(f"EnvironmentFile=-{path}")
            case "ProtectHome", _ if at_home:
                lines += ["# something above lies in a home", "ProtectHome=no"]
            case _:
                lines.append(line)
    # what stands above the first section tells of the paths that were replaced
    return "\n".join(lines[lines.index("[Unit]") :]) + "\n"


def _template(name: str) -> str:
    place = next(place for place in _PLACES if (place / name).is_file())
    return (place / name).read_text()


def _quoted(word: str) -> str:
    """A word as systemd reads it: `%` begins a specifier, blanks end a word."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if any(letter in word for letter in " \t\"'") else escaped
