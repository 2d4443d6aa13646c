"""Prints facts to stdout: tables for people on a terminal, tab-separated lines or JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from watcher.core.text import visible


def stdout() -> Console:
    """Wraps on a terminal; elsewhere a line stays a line."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def stderr() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """A message for the person at the terminal; data goes to stdout."""
    stderr().print(message, markup=False)


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Text as it is, without styling."""
    sys.stdout.write(text + "\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on a terminal, else a line for each row with tabs between the fields, the column names first.

    The first column holds what other commands want to be told, and is never cut.
    """
    shown = [["" if cell is None else visible(str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in (columns, *shown):
            print_text("\t".join(" ".join(cell.split()) for cell in row))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for n, column in enumerate(columns):
        # a column without anything in it only takes room
        if n == 0 or any(row[n] for row in shown):
            table.add_column(column, no_wrap=n == 0, overflow="fold")
    for row in shown:
        table.add_row(*(escape(cell) for n, cell in enumerate(row) if n == 0 or any(other[n] for other in shown)))
    stdout().print(table)
