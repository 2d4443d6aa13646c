"""Processes that are not our children: recognised again, and killed when they do not end by themselves."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process as it was seen. `started` tells it from a later one with the same number."""

    pid: int
    parent: int
    started: str


def look_at(pid: int) -> Process | None:
    """The process with this number, or None where there is none; a process that only waits to be reaped is none."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] == "Z" else Process(pid=pid, parent=int(fields[1]), started=fields[19])
    command = ["ps", "-o", "state=,ppid=,lstart=", "-p", str(pid)]
    state, _, rest = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip().partition(" ")
    parent, _, started = rest.strip().partition(" ")
    if not parent.isdigit() or state.startswith("Z"):
        return None
    return Process(pid=pid, parent=int(parent), started=started.strip())


def kill(process: Process | None) -> None:
    """Kills a process, with its group where it leads one, if it is still the same."""
    if process is None or look_at(process.pid) != process:
        return
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGKILL)
