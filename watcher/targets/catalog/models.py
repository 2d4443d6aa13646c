"""The shape of a platform's file, made of the same fields as targets.yaml."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from watcher.core.model import PageState
from watcher.targets.catalog.subjects import SubjectWord
from watcher.targets.fields import Date, Deadline, Every, Id, Selectors, StakeKindWord, Text, Topics, Url, as_list
from watcher.targets.shown import shown
from watcher.targets.texts import read_text, read_word
from watcher.targets.visits import Entry, Part, StepEntry, WatchEntry


def _read_language(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}", value):
        return value
    raise ValueError(f"{shown(value)} is not a language. Write two small letters, for example en or de")


def _read_pattern(value: object) -> str:
    text = read_text(value)
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{shown(value)} is not a regular expression: {error}") from None
    return text


def _one_address(url: str | None, parts: list[Part] | None) -> None:
    if (url is None) == (parts is None):
        raise ValueError("needs an address: `url`, or `parts` if the document has several")


Language = Annotated[str, PlainValidator(_read_language)]
Pattern = Annotated[str, PlainValidator(_read_pattern)]
State = Annotated[PageState, PlainValidator(read_word(PageState))]
Texts = Annotated[list[Text], BeforeValidator(as_list)]
StakeKinds = Annotated[list[StakeKindWord], Field(min_length=1), BeforeValidator(as_list)]
Parts = Annotated[list[Part], Field(min_length=2, max_length=50)]


class VariantEntry(Entry):
    """Where a document stands in another language."""

    url: Url | None = None
    parts: Parts | None = None

    @model_validator(mode="after")
    def _has_address(self) -> Self:
        _one_address(self.url, self.parts)
        return self


class DocumentEntry(Entry):
    """A document of the platform. `languages` are those in which its address answers, `was` where it once stood."""

    title: Text
    subject: SubjectWord
    url: Url | None = None
    parts: Parts | None = None
    languages: Annotated[list[Language], Field(min_length=1), BeforeValidator(as_list)] = Field(default=["en"])
    variants: dict[Language, VariantEntry] = Field(default={})
    was: Annotated[list[Url], BeforeValidator(as_list)] = Field(default=[])
    every: Every | None = None
    deadline: Deadline | None = None
    select: Selectors | None = None
    ignore: Selectors | None = None
    steps: list[StepEntry] | None = None
    topics: Annotated[Topics, Field(min_length=1)]
    stakes: StakeKinds

    @model_validator(mode="after")
    def _has_address(self) -> Self:
        _one_address(self.url, self.parts)
        return self

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(part.url for part in self.parts) if self.parts else (self.url or "",)

    @property
    def spoken(self) -> tuple[str, ...]:
        """All languages in which it can be read."""
        return tuple(dict.fromkeys([*self.languages, *self.variants]))


class PageEntry(Entry):
    """What holds for a brand's page there: `url` has the handle, or what its named groups match, in braces.

    `ignored` are signs that do not count in a handle: with them and without them, it is the same page's.
    """

    url: Url | None = None
    handle: Pattern | None = None
    example: Text | None = None
    ignored: Text | None = None
    select: Selectors | None = None
    ignore: Selectors | None = None
    steps: list[StepEntry] | None = None
    watch: list[WatchEntry] | None = None
    states: dict[State, Texts] = Field(default={})

    @model_validator(mode="after")
    def _example_fits(self) -> Self:
        if (self.url is None) != (self.handle is None) or (self.url is None) != (self.example is None):
            raise ValueError("needs `url`, `handle` and `example` together, or none of them")
        if self.handle and not re.fullmatch(self.handle, self.example or ""):
            raise ValueError("has an example that its pattern `handle` does not match")
        return self


class EndEntry(Entry):
    """What ended, when, what became of it, and what there is to learn."""

    date: Date
    fate: Text
    lesson: Text
    stakes: StakeKinds


class FeatureEntry(EndEntry):
    title: Text


def _distinct(documents: dict[str, DocumentEntry]) -> dict[str, DocumentEntry]:
    first: dict[tuple[str, ...], str] = {}
    for name, document in documents.items():
        other = first.setdefault(document.urls, name)
        if other != name:
            raise ValueError(f"{shown(name)} has the same address as {shown(other)}: make one document of them")
    return documents


class PlatformEntry(Entry):
    """A platform, or an example of its kind."""

    name: Text
    aliases: Annotated[list[Text], BeforeValidator(as_list)] = Field(default=[])
    hosts: Annotated[list[Text], BeforeValidator(as_list)] = Field(default=[])
    documents: Annotated[dict[Id, DocumentEntry], AfterValidator(_distinct)] = Field(default={})
    page: PageEntry | None = None
    features: dict[Id, FeatureEntry] = Field(default={})
    retired: EndEntry | None = None
