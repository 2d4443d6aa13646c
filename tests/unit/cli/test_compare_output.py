"""What `watcher compare` prints for people, and the HTML file that it writes."""

import json
import os
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from watcher.cli.redline import excerpt
from watcher.core.model import Span, SpanOp

RULES = "# Rules\n\n## Entry\n\nA first rule. {} A last rule.\n\n" + "\n\n".join(
    f"Rule {n} says that a Page may show offer {n} to people of group {n}." for n in range(20)
)


@pytest.fixture
def pair(folder: Path) -> tuple[str, str]:
    middle = "An old rule stays here. You {} ask people to like a page. Another rule stays here."
    (folder / "before.md").write_text(RULES.format(middle.format("may")))
    (folder / "after.md").write_text(RULES.format(middle.format("must not")))
    return "before.md", "after.md"


def test_a_long_clause_is_shown_by_what_changed(run: Run, pair: tuple[str, str]) -> None:
    shown = run("compare", *pair).stdout
    assert "Rules › Entry" in shown
    assert (
        "changed: … An old rule stays here. You [-may-]{+must not+} ask people to like a page. "
        "Another rule stays here. …" in shown
    )
    assert "A first rule" not in shown


def test_nothing_of_the_documents_reaches_the_terminals_controls(run: Run, folder: Path) -> None:
    (folder / "before.md").write_text(RULES.format("You may pay."))
    (folder / "after.md").write_text(RULES.format("You must not \x1b]0;pwned\x07\x1b[31m pay [bold]now[/bold]."))
    shown = run("compare", "before.md", "after.md").stdout
    (folder / "pairs" / "one").mkdir(parents=True)
    for side in ("before.md", "after.md"):
        (folder / "pairs" / "one" / side).write_text((folder / side).read_text())
    for text in (shown, run("backtest", "pairs").stdout):
        assert "\x1b" not in text
        assert "\x07" not in text
    assert "[bold]now[/bold]" in shown


def test_the_redline_is_written_beside_what_is_printed(run: Run, folder: Path, pair: tuple[str, str]) -> None:
    (folder / "out.html").write_text("old")
    result = run("compare", *pair, "--html", "out.html", "--json")
    assert json.loads(result.stdout)["severity"] >= 1
    assert "wrote out.html" in result.stderr
    assert "<del>" in (folder / "out.html").read_text()
    assert [path.name for path in folder.iterdir() if ".tmp" in path.name] == []


def test_equal_documents_have_a_redline_too(run: Run, folder: Path) -> None:
    (folder / "before.md").write_text(RULES)
    assert run("compare", "before.md", "before.md", "--html", "out.html").exit_code == 0
    assert "Nothing changed" in (folder / "out.html").read_text()


def test_permissions_and_links_stay(run: Run, folder: Path, pair: tuple[str, str]) -> None:
    real = folder / "real.html"
    real.write_text("old")
    real.chmod(0o640)
    (folder / "link.html").symlink_to(real)
    assert run("compare", *pair, "--html", "link.html").exit_code == 0
    assert (folder / "link.html").is_symlink()
    assert "<ins>" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_permissions(run: Run, folder: Path, pair: tuple[str, str]) -> None:
    mask = os.umask(0o022)
    try:
        run("compare", *pair, "--html", "out.html")
    finally:
        os.umask(mask)
    assert (folder / "out.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("path", ["nowhere/out.html", "folder"])
def test_a_file_that_cannot_be_written_is_named(run: Run, folder: Path, pair: tuple[str, str], path: str) -> None:
    (folder / "folder").mkdir()
    result = run("compare", *pair, "--html", path)
    assert result.exit_code == 2
    assert path in "".join(result.output.split())
    assert "cannot be written" in " ".join(result.output.replace("│", " ").split())


def test_a_long_run_of_words_is_cut_in_its_middle() -> None:
    (span,) = excerpt([(Span(op=SpanOp.INSERTED, text="word " * 2000),)])
    assert len(span.text) < 3100
    assert " … " in span.text
