"""`watcher discover` with a real browser: new documents are printed as targets, watched ones are only named."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from tests.site import Site
from watcher.cli.main import app
from watcher.targets.load import loads

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """A command sets logging up for its process; the tests after it shall not find that."""
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


def test_what_is_watched_is_named_and_the_rest_printed_as_targets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WATCHER_PAUSE", "0")
    with Site() as site:
        site.serve("", '<footer><a href="/tos">Terms</a> <a href="/netiquette">Netiquette</a></footer>')
        (tmp_path / "targets.yaml").write_text(
            f"network: {{allow: ['{site.allow}']}}\ntargets:\n"
            f"  - {{id: terms, kind: policy, url: '{site.url('tos')}'}}\n"
            f"  - {{id: old-rules, kind: policy, url: '{site.url('old-rules')}'}}\n"
        )
        result = CliRunner().invoke(app, ["discover", site.url("")])
        assert result.exit_code == 0, result.stderr
        config = loads(result.stdout.encode(), environment={}, credentials=None, folder=tmp_path)
        assert [(target.parts[0].url, target.title) for target in config.targets] == [
            (site.url("netiquette"), "Netiquette")
        ]
    assert "watched already: terms" in result.stderr
    assert "watched, but not linked there: old-rules" in result.stderr
    assert "2 documents on" in result.stderr
