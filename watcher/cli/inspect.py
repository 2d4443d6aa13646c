"""`watcher inspect`: a page as Watcher sees it, and what of it can be watched."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watcher.app import look_once
from watcher.cli.options import AsJson, ConfigPath, Context, open_context
from watcher.cli.printing import print_json, print_rows, print_text, say
from watcher.cli.views import view_named
from watcher.context import load_config
from watcher.core.model import Config, Element, Failure, Order, Part
from watcher.core.text import visible
from watcher.extract.walk import read_walk
from watcher.flow import orders
from watcher.illustrating import shot_of
from watcher.report.pictures import Shot, numbered_picture
from watcher.report.watchable import watch_block, watchable
from watcher.targets.addresses import read_url


def inspect(
    page: Annotated[str, typer.Argument(help="An address, or the id of a target.", metavar="URL|TARGET")],
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", help="Write the picture with numbered frames into this file (.jpg).", show_default=False
        ),
    ] = None,
    viewport: Annotated[str, typer.Option("--viewport", help="desktop, phone, or one of the target's.")] = "desktop",
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Show a page as Watcher sees it: its elements, numbered on a picture, and a `watch:` block to copy."""
    context = open_context(config, None)
    loaded = load_config(context.settings) if context.settings.config.exists() else None
    order = _order(page, viewport, loaded)
    elements, shot = _look(context, loaded, order)
    found = watchable(elements)
    if as_json:
        for number, element in enumerate(found, 1):
            print_json(_facts(number, element))
    else:
        print_rows(("NR", "ROLE", "NAME", "Y", "SIZE", "WHERE"), [_row(n, one) for n, one in enumerate(found, 1)])
        print_text("")
        print_text(watch_block(found))
    picture = numbered_picture(found, shot) if save else None
    if save and picture:
        try:
            save.write_bytes(picture)
        except OSError as error:
            reason = error.strerror or error
            raise typer.BadParameter(f"{save} cannot be written: {reason}", param_hint="--save") from error
        say(f"wrote {save}")
    say(f"{len(found)} of {len(elements)} elements can be watched by role and name")
    if not found:
        raise typer.Exit(1)


def _order(page: str, viewport: str, config: Config | None) -> Order:
    target = config.target(page) if config else None
    if target is not None:
        found = {order.viewport.name: order for order in orders(target)}
        if viewport not in found:
            raise typer.BadParameter(f"{page} is seen in {', '.join(found)}", param_hint="--viewport")
        return found[viewport]
    view = view_named(viewport)
    try:
        url = read_url(page)
    except ValueError as error:
        raise typer.BadParameter(f"{page} is no target, and as an address: {error}") from None
    return Order(target="inspect", parts=(Part(url=url),), viewport=view, locale="en-GB", timezone="UTC")


def _look(context: Context, config: Config | None, order: Order) -> tuple[tuple[Element, ...], Shot]:
    allow = config.network_allow if config else ()
    seen = asyncio.run(look_once(context.settings, allow, order, context.log))
    if isinstance(seen, Failure):
        say(visible(f"not seen: {seen.url}: {seen.kind}: {seen.message}"))
        raise typer.Exit(1)
    part = seen.parts[0]
    walk = read_walk(part.elements)
    return walk.elements, shot_of(part.screenshot, walk)


def _row(number: int, element: Element) -> tuple[object, ...]:
    box = element.box
    return number, element.role, element.name, box.y, f"{box.w}×{box.h}", element.landmark


def _facts(number: int, element: Element) -> dict[str, object]:
    box = element.box
    return {
        "number": number,
        "role": element.role,
        "name": element.name,
        "box": [box.x, box.y, box.w, box.h],
        "landmark": element.landmark,
        "href": element.href,
    }
