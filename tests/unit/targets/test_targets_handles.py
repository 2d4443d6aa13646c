"""Whatever stands as a handle, for whatever platform: it is read, or the error names its line."""

from pathlib import Path

import pytest

from watcher.targets.catalog.read import platform_ids
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads

ODD = (
    "acme",
    "ac me",
    "[::1",
    "http://[x",
    "@acme@[::1",
    "a%zz",
    "a?b#c",
    "..",
    "-",
    "a" * 300,
    "é",
    "①",
    "acme@x:99999",
)


@pytest.mark.parametrize("kind", ["page", "handle", "policy"])
@pytest.mark.parametrize("platform", platform_ids())
def test_any_handle_is_read_or_refused(platform: str, kind: str) -> None:
    for handle in ODD:
        text = (
            "channels:\n  mail: {url: 'json://localhost'}\nowners:\n  me: {name: Me, push: mail}\n"
            f"operator: {{push: mail}}\ntargets:\n  - id: one\n    kind: {kind}\n    platform: {platform}\n"
            f"    handle: '{handle}'\n"
        )
        try:
            config = loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))
        except ConfigError as error:
            assert all(problem.line >= 7 for problem in error.problems), handle
        else:
            assert len(config.targets) >= 1


def test_a_platform_whose_pages_have_no_known_address_needs_one() -> None:
    text = "targets:\n  - kind: handle\n    platform: nett-werk\n    handle: acme\n"
    with pytest.raises(ConfigError, match="have no address that is known: give `url`"):
        loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))
