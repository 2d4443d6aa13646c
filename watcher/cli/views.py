"""The screens that pages are shown in where no target says so."""

from typing import Annotated

import typer

from watcher.core.model import DESKTOP, Viewport

VIEWS = {
    DESKTOP.name: DESKTOP,
    "phone": Viewport(name="phone", width=390, height=844, mobile=True),
}

PageView = Annotated[
    str, typer.Option("--viewport", help="With --as page: the screen to show pages in, desktop or phone.")
]


def view_named(name: str) -> Viewport:
    """Raises BadParameter where there is no such screen."""
    if name not in VIEWS:
        raise typer.BadParameter(f"give one of {', '.join(VIEWS)}", param_hint="--viewport")
    return VIEWS[name]
