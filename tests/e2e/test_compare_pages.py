"""Saved pages are compared as a browser shows them, without scripts and without a network."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from tests.site import Site
from watcher.cli.main import app

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Acme</title><body style="margin: 0">
<noscript><meta http-equiv=refresh content="0; url={site}"></noscript><script>document.body.innerHTML = ""</script>
<img src="{site}" style="display: block; width: 400px; height: 20px"><h1>Acme Gardens</h1>
<nav role=tablist><button role=tab>Wall</button>
<button role=tab {style}>Contest</button><button role=tab>Info</button></nav>
<p>Welcome to our page, where tulips are sold.</p></body></html>"""


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_tab_that_moved_is_told_and_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    folder = tmp_path / "pairs" / "acme"
    folder.mkdir(parents=True)
    (tmp_path / "targets.yaml").write_text(
        "targets:\n  - {id: acme, kind: page, url: https://acme.example/,"
        " watch: [{name: Contest, threat: [below_fold]}]}\n"
    )
    with Site() as site:
        address = site.url("pricing")
        (folder / "before.html").write_text(PAGE.format(site=address, style=""))
        (folder / "after.html").write_text(PAGE.format(site=address, style="style='position: absolute; top: 2400px'"))
        asked = [
            "backtest",
            str(tmp_path / "pairs"),
            "--as",
            "page",
            "--json",
            "--watch",
            str(tmp_path / "targets.yaml"),
        ]
        result = CliRunner().invoke(app, asked)
        assert not site.requests

    assert result.exit_code == 0, result.output
    finding = json.loads(result.stdout.splitlines()[0])
    assert finding["severity"] == 3
    assert [(event["op"], event["name"]) for event in finding["layout"]] == [("moved", "Contest")]
