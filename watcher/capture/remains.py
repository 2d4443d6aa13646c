"""What a browser leaves in the temporary folder when it is killed: its profile and the folder of its socket."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

_PROFILE = "--user-data-dir="
_SOCKET = "SingletonSocket"
_SOCKET_FOLDERS = ("org.chromium.", ".org.chromium.", "com.google.", ".com.google.")
_WAIT_S = 3.0


def find_remains(pid: int) -> tuple[Path, ...]:
    """The folders that a running browser has made for itself; none where it cannot be asked."""
    try:
        arguments = psutil.Process(pid).cmdline()
    except psutil.Error:
        return ()
    profile = next((Path(one.removeprefix(_PROFILE)) for one in arguments if one.startswith(_PROFILE)), None)
    # a profile with another name is not Playwright's, and may be somebody's own
    if profile is None or not profile.name.startswith("playwright_"):
        return ()
    try:
        socket_folder = (profile / _SOCKET).readlink().parent
    except OSError:
        return (profile,)
    return (profile, socket_folder) if socket_folder.name.startswith(_SOCKET_FOLDERS) else (profile,)


def remove_remains(pid: int, folders: Iterable[Path]) -> None:
    """Removes what is left when the browser has ended; returns when that is done, within a few seconds."""
    # it may have ended already
    with suppress(psutil.Error):
        psutil.Process(pid).wait(_WAIT_S)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
