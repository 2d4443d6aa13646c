"""`watcher inspect` names what can be watched, in a form that targets.yaml takes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import structlog
from PIL import Image
from typer.testing import CliRunner

from tests.site import Site
from watcher.cli.main import app
from watcher.core.model import Threat
from watcher.targets.load import load

PAGE = """<!doctype html><title>Acme</title><h1>Acme Gardens</h1>
<nav><div role=tablist><button role=tab>Wall</button><button role=tab>"Win": a {prize}</button></div></nav>
<a href=https://acme.example/shop>Our shop</a><button>Like</button><button>Like</button>
<footer><a href=/terms>Terms</a></footer>"""


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_the_block_that_it_prints_can_be_used(tmp_path: Path) -> None:
    config, picture = tmp_path / "targets.yaml", tmp_path / "page.jpg"
    head = "targets:\n  - id: acme\n    kind: page\n    url: {}\n"
    with Site() as site:
        site.serve("acme", PAGE)
        head = f'network: {{allow: ["{site.allow}"]}}\n' + head.format(site.url("acme"))
        config.write_text(head)
        result = CliRunner().invoke(app, ["inspect", "acme", "-c", str(config), "--save", str(picture)])

    assert result.exit_code == 0, result.output
    table, _, block = result.stdout.partition("\n\n")
    assert [line.split("\t")[1:3] for line in table.splitlines()[1:]] == [
        ["heading", "Acme Gardens"],
        ["tab", "Wall"],
        ["tab", '"Win": a {prize}'],
        ["link", "Our shop"],
    ]
    config.write_text(head + "".join(f"    {line}\n" for line in block.splitlines()))
    watched = load(config, environment={}, credentials=None).targets[0].watch
    assert [(entry.role, entry.name) for entry in watched] == [
        ("tab", "Wall"),
        ("tab", '"Win": a {prize}'),
        ("link", "Our shop"),
    ]
    assert Threat.LINK_CHANGED in watched[2].threats
    assert Image.open(BytesIO(picture.read_bytes())).width == 1280


def test_an_unknown_target_that_is_no_address_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["inspect", "nobody", "-c", str(tmp_path / "none.yaml")])
    assert result.exit_code == 2
    assert "nobody is no target" in result.output
