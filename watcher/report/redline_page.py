"""Writes a finding as one HTML file that stands alone: no script, nothing fetched, whatever the document said inert."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from watcher.core.model import Finding
from watcher.core.text import visible
from watcher.report.redline import clause_views, facts


def redline_page(finding: Finding, *, before: str, after: str, language: str = "") -> str:
    """`before` and `after` name the two documents; `language` is that of their text, "" where it is not known."""
    clauses = clause_views(finding)
    page = open_templates().get_template("redline.html.j2")
    return page.render(
        finding=finding,
        facts=facts(finding),
        before=before,
        after=after,
        language=language,
        clauses=[clause for clause in clauses if not clause.noise],
        noise=[clause for clause in clauses if clause.noise],
    )


def open_templates() -> Environment:
    """Pages that show what others wrote: escaped, and without invisible characters."""
    return Environment(
        loader=PackageLoader("watcher.report"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )


def _inert(value: Any) -> Any:
    """Invisible characters can hide or reorder what a reader believes to see."""
    return visible(value) if type(value) is str else value
