"""The part of targets.yaml that says how a page is visited: parts, viewports, steps, watched elements."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from watcher.targets.fields import Id, Pause, Selectors, Text, Threats, Url, as_list, given
from watcher.targets.shown import shown
from watcher.targets.texts import LONGEST_TEXT, read_text

PRESETS = {
    "desktop": {"name": "desktop", "width": 1280, "height": 900},
    "phone": {"name": "phone", "width": 390, "height": 844, "mobile": True},
}
ACTIONS = ("click", "wait", "wait_for", "scroll", "type", "hide")


class Entry(BaseModel):
    """What all parts of the file have in common: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def _as_part(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


def _as_viewport(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in PRESETS:
        raise ValueError(
            f"{shown(value)} is not known here. Allowed: desktop, phone or a block such as "
            "{name: tablet, width: 820, height: 1180, mobile: true}"
        )
    return PRESETS[value]


def _read_scroll(value: object) -> str | Literal[True]:
    if value is True:
        return True
    if isinstance(value, str):
        return read_text(value)
    raise ValueError(f"{shown(value)} does not say where to. Write true (to the end of the page) or a CSS selector")


ScrollTo = Annotated[
    str | Literal[True],
    PlainValidator(_read_scroll),
    WithJsonSchema({"anyOf": [{"const": True}, {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}]}),
]


class PartEntry(Entry):
    url: Url = Field(description="Address of this part of the document.")
    select: Selectors | None = Field(default=None, description="CSS selectors: keep only what they match.")
    ignore: Selectors | None = Field(default=None, description="CSS selectors: leave out what they match.")


class ViewportEntry(Entry):
    name: Id = Field(description="Name of the viewport. Renaming it begins a new history.")
    width: int = Field(ge=200, le=3840, description="Width in CSS pixels.", examples=[1280])
    height: int = Field(ge=200, le=3840, description="Height in CSS pixels.", examples=[900])
    mobile: bool | None = Field(default=None, description="Whether the browser says that it is a phone.")


class TypeEntry(Entry):
    into: Text = Field(description="CSS selector of the field to type into.", examples=["input[name=q]"])
    text: Text = Field(description="What to type. No passwords: for logins use the key `login`.")


class StepEntry(Entry):
    """One thing to do on the page before it is captured."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [given(action) for action in ACTIONS]})

    click: Text | None = Field(default=None, description="CSS selector of what to click.", examples=["#more"])
    wait: Pause | None = Field(default=None, description="How long to wait.")
    wait_for: Text | None = Field(default=None, description="CSS selector to wait for.", examples=[".tabs"])
    scroll: ScrollTo | None = Field(
        default=None, description="true: to the end of the page; or a CSS selector to scroll to."
    )
    type: TypeEntry | None = Field(default=None, description="Types a text into a field.")
    hide: Text | None = Field(default=None, description="CSS selector of what to hide.", examples=[".cookie-banner"])
    optional: bool | None = Field(default=None, description="Whether the visit goes on when this step cannot be done.")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if len([action for action in ACTIONS if getattr(self, action) is not None]) != 1:
            raise ValueError(
                f"a step does exactly one of {', '.join(ACTIONS)}. Begin a new line with - for the next step"
            )
        return self


class WatchEntry(Entry):
    """An element of the page that somebody paid for."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [given(key) for key in ("role", "name", "selector", "text")]})

    role: Text | None = Field(
        default=None, description="What it is to a visitor.", examples=["tab", "button", "link", "banner"]
    )
    name: Text | None = Field(default=None, description="How it is called on the page.", examples=["Shop"])
    selector: Text | None = Field(default=None, description="CSS selector, where role and name do not do.")
    text: Text | None = Field(default=None, description="Text that it shows.")
    threat: Threats | None = Field(default=None, min_length=1, description="What must not happen to it.")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.role or self.name or self.selector or self.text):
            raise ValueError("does not say which element. Give role and name, selector or text")
        return self


def _distinct(viewports: list[ViewportEntry]) -> list[ViewportEntry]:
    names = [viewport.name for viewport in viewports]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{shown(twice)} stands there twice: each viewport needs a name of its own")
    return viewports


Part = Annotated[PartEntry, BeforeValidator(_as_part, json_schema_input_type=Url | PartEntry)]
Viewport = Annotated[
    ViewportEntry, BeforeValidator(_as_viewport, json_schema_input_type=Literal["desktop", "phone"] | ViewportEntry)
]
Viewports = Annotated[
    list[Viewport],
    Field(min_length=1, max_length=10),
    AfterValidator(_distinct),
    BeforeValidator(as_list, json_schema_input_type=Viewport | list[Viewport]),
]
