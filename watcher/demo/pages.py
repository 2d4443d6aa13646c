"""What the demo's invented network shows: every page as HTML, in the era that it is shown in."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ARTICLES = (
    "How to pick a good name for your page",
    "What your statistics mean",
    "Five ideas for a cover picture",
    "How to add another administrator",
    "What to do when a page was taken offline",
    "Planning posts for the weekend",
    "How to merge two pages",
)
RELATED = 3
FIRST_VISITS = 48_211


class Era(StrEnum):
    """The states of the network: custom tabs on the start page, or the Timeline that did away with them."""

    TABS = "tabs"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The dates that the network prints, counted from the day on which the demo runs."""

    today: date

    @property
    def rules_dated(self) -> date:
        return self.today - timedelta(days=400)

    @property
    def rules_effective(self) -> date:
        return self.today + timedelta(days=30)

    @property
    def contest_ends(self) -> date:
        return self.today + timedelta(days=60)


def long_date(day: date) -> str:
    """The day as English prints it, whatever the process's locale: "25 December 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class Pages:
    """Renders pages. The same path, era and visit always give the same text; only the Pages Terms look at the visit."""

    def __init__(self, calendar: Calendar) -> None:
        self._environment = Environment(
            loader=PackageLoader("watcher.demo", "site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            picture=_picture,
            today=long_date(calendar.today),
            rules_dated=long_date(calendar.rules_dated),
            rules_effective=long_date(calendar.rules_effective),
            contest_ends=long_date(calendar.contest_ends),
        )

    def render(self, path: str, era: Era, visit: int) -> str | None:
        """The page as HTML, None where there is none. `visit` counts from 1."""
        match path:
            case "/":
                template = "index.html"
            case "/acme":
                template = f"acme_{era}.html"
            case "/policies/promotions":
                template = "promotions.html"
            case "/policies/pages":
                template = "pages.html"
            case _:
                return None
        return self._environment.get_template(template).render(
            era=era,
            visits=FIRST_VISITS + visit,
            token=hashlib.sha256(f"visit {visit}".encode()).hexdigest()[:20],
            related=[ARTICLES[(visit + place) % len(ARTICLES)] for place in range(RELATED)],
        )

    def missing(self) -> str:
        """What a visitor of a page that does not exist is shown."""
        return self._environment.get_template("missing.html").render()


def _picture(name: str) -> str:
    """A drawing as a data URI, so that no page needs a second request."""
    drawing = resources.files("watcher.demo").joinpath("site", "art", f"{name}.svg").read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode('ascii')}"
