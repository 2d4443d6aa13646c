"""Writes the targets.yaml with which Watcher looks at the embedded platform and tells the embedded inboxes."""

from importlib import resources
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from watcher.demo.loopback import LOOPBACK
from watcher.demo.platform import Platform

SENDER = "watcher@acme.example"
RECIPIENT = "social@acme.example"


def write_targets(folder: Path, platform: Platform, mail_port: int, webhook_port: int) -> Path:
    """Writes `targets.yaml` into `folder`, which is made if needed, and returns its path.

    The platform must be running. Raises FileExistsError rather than overwrite a file.
    """
    addresses = urlencode({"mode": "insecure", "from": SENDER, "to": RECIPIENT}, safe="@")
    text = Template(resources.files("watcher.demo").joinpath("targets.yaml").read_text(encoding="utf-8")).substitute(
        platform=platform.url,
        network=f"{LOOPBACK}/32:{platform.port}",
        mail=f"mailto://{LOOPBACK}:{mail_port}?{addresses}",
        hook=f"json://{LOOPBACK}:{webhook_port}/hooks/social-team",
        contest_ends=platform.calendar.contest_ends.isoformat(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "targets.yaml"
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path
