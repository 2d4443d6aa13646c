"""The shape of targets.yaml, key by key: what editors complete and the loader checks."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from watcher.core.model import TargetKind
from watcher.targets.fields import (
    ChannelName,
    ChannelNames,
    ConfirmAfter,
    CronText,
    Date,
    DaysAhead,
    Deadline,
    DigestAt,
    Documents,
    EscalateAfter,
    Every,
    Gather,
    Id,
    LanguageWord,
    Locale,
    MoneyText,
    Network,
    OwnerId,
    OwnerNames,
    QuietAfter,
    QuietHours,
    Regions,
    Selectors,
    StakeKindWord,
    StaleAfter,
    TargetKindWord,
    TargetName,
    TargetNames,
    Text,
    Texts,
    Timezone,
    Topics,
    Url,
    VerifyEvery,
    as_list,
    given,
)
from watcher.targets.kinds import OF_HANDLES, OF_PAGES
from watcher.targets.secret_urls import read_template
from watcher.targets.visits import Entry, Part, StepEntry, Viewports, WatchEntry

Robots = Literal["obey", "ignore"]


class DefaultsEntry(Entry):
    """What holds for every target, owner and stake that does not say otherwise."""

    every: Every | None = Field(default=None, description="How often targets are visited (6h).")
    timezone: Timezone | None = Field(default=None, description="Time zone of pages, cron times and owners (UTC).")
    locale: Locale | None = Field(default=None, description="Language in which pages are asked for (en-US).")
    owner: OwnerNames | None = Field(default=None, description="Who is told of changes (the operator).")
    viewports: Viewports | None = Field(default=None, description="Windows in which pages are looked at.")
    stale_after: StaleAfter | None = Field(
        default=None, description="After how long without a good visit the operator is told."
    )
    confirm_after: ConfirmAfter | None = Field(
        default=None, description="When a doubtful change is looked at again (10m)."
    )
    confirm_for: ConfirmAfter | None = Field(
        default=None, description="How long a change that is not certain has to last before it is told (24h)."
    )
    deadline: Deadline | None = Field(default=None, description="How long one visit may take (60s).")
    robots: Robots | None = Field(default=None, description="Whether robots.txt is asked before a visit (ignore).")
    learn_for: ConfirmAfter | None = Field(
        default=None, description="For how long a new page's habits are learnt before it is trusted (24h)."
    )
    verify_every: VerifyEvery | None = Field(
        default=None,
        description="How often a document is visited whose server can be asked whether it is unchanged, and a page "
        "scrolled that shows nothing more by it (24h); 0s: at every look.",
    )
    gather: Gather | None = Field(
        default=None, description="For how long what is found on one platform is gathered into one message (5m)."
    )
    looks: int | None = Field(
        default=None,
        ge=2,
        le=240,
        description="How many visits a day look for look-alikes of handles, on each platform (24).",
    )


class NetworkEntry(Entry):
    allow: Annotated[list[Network], BeforeValidator(as_list, json_schema_input_type=Network | list[Network])] | None = (
        Field(default=None, description="Private addresses that may be visited; all others are refused.")
    )


class ChannelEntry(Entry):
    """A way to reach people."""

    url: str = Field(
        repr=False,
        description="Apprise address (https://github.com/caronc/apprise/wiki). Passwords and tokens come from the "
        "environment ${NAME}, a file ${file:/path} or a systemd credential ${credential:name}.",
        examples=["mailtos://watcher:${SMTP_PASSWORD}@mail.acme.example?to=social@acme.example", "${SLACK_URL}"],
    )

    at_most: int | None = Field(
        default=None,
        ge=1,
        le=3600,
        description="Most messages in any hour (60): what is more is put together in few messages, nothing is dropped.",
    )

    @field_validator("url", mode="plain", json_schema_input_type=str)
    @classmethod
    def _is_template(cls, value: object) -> str:
        return read_template(value)


class DigestEntry(Entry):
    """A summary of what was not worth an alert of its own."""

    channel: ChannelName | None = Field(default=None, description="Channel of the digest (the first one under push).")
    at: DigestAt | None = Field(default=None, description="Weekday and time, or a time for every day (Mon 09:00).")


class CopiesEntry(Entry):
    """Changes that others own, and of which somebody gets a copy."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [given("topics"), given("words")]})

    topics: Topics | None = Field(default=None, description="Subjects of rules.", examples=[["liability_disputes"]])
    words: Texts | None = Field(
        default=None, description="Names and words that a changed clause or element has.", examples=[["recruiting"]]
    )
    platforms: Texts | None = Field(default=None, description="Only of these platforms (all).", examples=["linkedin"])

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.topics and not self.words:
            raise ValueError("names nothing to get copies of: add topics or words")
        return self


class EscalationEntry(Entry):
    """A step of the chain on which a critical change goes up while nobody takes it."""

    after: EscalateAfter = Field(description="How long after its owner was told.")
    to: OwnerNames = Field(description="Who is told then, too.", min_length=1)


class OwnerEntry(Entry):
    """Somebody who is told of changes."""

    name: Text | None = Field(default=None, description="Name in messages (the id).", examples=["Social Media Team"])
    language: LanguageWord | None = Field(default=None, description="Language of messages (en).")
    timezone: Timezone | None = Field(default=None, description="Time zone of quiet hours, digests and dates.")
    push: ChannelNames | None = Field(default=None, description="Channels for what cannot wait.")
    push_from: int | None = Field(
        default=None,
        ge=0,
        le=3,
        description="Lowest severity (0 to 3) that is sent at once (2); the rest goes to the digest.",
    )
    digest: DigestEntry | None = Field(default=None, description="When and where the digest is sent.")
    quiet: QuietHours | None = Field(default=None, description="Hours in which only severity 3 is sent at once.")
    wake_from: int | None = Field(
        default=None, ge=0, le=4, description="Lowest severity that is sent in quiet hours, too (3); 4: none is."
    )
    remind: Annotated[list[DaysAhead], BeforeValidator(as_list, json_schema_input_type=DaysAhead | list[DaysAhead])] | (
        None
    ) = Field(
        default=None,
        max_length=20,
        description="Days before a date on which a reminder comes until somebody takes the change (30, 7 and 1).",
    )
    escalate: (
        Annotated[list[EscalationEntry], BeforeValidator(as_list, json_schema_input_type=list[EscalationEntry])] | None
    ) = Field(
        default=None, max_length=20, description="Who is told when nobody takes a change of severity 3, and when."
    )
    gather: Gather | None = Field(
        default=None, description="For how long what is found on one platform is gathered into one message."
    )
    copies: CopiesEntry | None = Field(
        default=None, description="Changes of which a copy is sent here, whoever owns the page."
    )

    @field_validator("digest")
    @classmethod
    def _has_channel(cls, digest: DigestEntry | None, info: ValidationInfo) -> DigestEntry | None:
        if digest and not digest.channel and not info.data.get("push", ["?"]):
            raise ValueError("has no channel: name one, for example {channel: social-mail, at: Mon 09:00}")
        return digest


class DependsOnEntry(Entry):
    """What an investment stands or falls with."""

    targets: TargetNames | None = Field(default=None, description="Ids of targets: any important change there counts.")
    topics: Topics | None = Field(default=None, description="Subjects of rules: a change of a rule about them counts.")
    platforms: Texts | None = Field(
        default=None,
        description="Platforms to which topics and features are bound (those of targets); alone: any of their rules.",
        examples=["facebook"],
    )
    features: Texts | None = Field(
        default=None,
        description="Names of what was paid for, as texts and pages call it: a change that names one counts.",
        examples=["Shop", "Gewinnspiel"],
    )


class StakeEntry(Entry):
    """An investment in a platform."""

    title: Text | None = Field(default=None, description="Name in messages (the id).", examples=["Spring contest"])
    kind: StakeKindWord | None = Field(default=None, description="What it is (content).")
    owner: OwnerNames | None = Field(default=None, description="Who answers for it and is told.")
    value: MoneyText | None = Field(default=None, description="What it is worth.")
    reach: int | None = Field(
        default=None, ge=0, le=10_000_000_000, description="How many people it reaches.", examples=[120000]
    )
    starts: Date | None = Field(default=None, description="First day.")
    ends: Date | None = Field(default=None, description="Last day.")
    regions: Regions | None = Field(
        default=None, description="Where it runs (everywhere): rules for other regions alone are no threat to it."
    )
    depends_on: DependsOnEntry | None = Field(default=None, description="What it stands or falls with.")

    @field_validator("ends")
    @classmethod
    def _not_before_start(cls, ends: Date | None, info: ValidationInfo) -> Date | None:
        starts = info.data.get("starts")
        if ends and starts and ends < starts:
            raise ValueError(f"{ends} is before the start on {starts}")
        return ends


def _describe_target(schema: dict[str, Any]) -> None:
    """What the catalogue gives need not be written: then a platform does for the id and the address."""
    schema["required"] = []
    schema["anyOf"] = [
        {"allOf": [given("id"), {"anyOf": [given("url"), given("parts")]}]},
        given("platform"),
        {"allOf": [given("handle"), {"anyOf": [given("platforms"), given("url")]}]},
    ]
    schema["not"] = {
        "anyOf": [
            given("every", "cron"),
            given("url", "parts"),
            given("document", "documents"),
            given("platform", "platforms"),
        ]
    }
    of_handle = {"properties": {"kind": {"const": TargetKind.HANDLE.value}}, "required": ["kind"]}
    schema["if"] = of_handle
    schema["then"] = {**given("handle"), "not": {"anyOf": [given(key) for key in OF_PAGES]}}
    schema["else"] = {"not": {"anyOf": [given(key) for key in OF_HANDLES]}}


class TargetEntry(Entry):
    """A page or a policy document that is watched."""

    model_config = ConfigDict(json_schema_extra=_describe_target)

    id: Id = Field(description="Short name, unique in the file. Renaming it begins a new history.")
    url: Url | None = Field(default=None, description="Address of the page.")
    parts: Annotated[list[Part], Field(min_length=1, max_length=50)] | None = Field(
        default=None, validate_default=True, description="Instead of url: several addresses that make one document."
    )
    title: Text | None = Field(default=None, description="Name in messages (the id).")
    kind: TargetKindWord | None = Field(
        default=None,
        description="policy: a document whose words count; page: a page whose layout counts, too; handle: look for "
        "pages under handles that look like the brand's own.",
    )
    platform: Text | None = Field(
        default=None,
        description="Platform to which it belongs. Without url: all its documents that the catalogue knows.",
        examples=["facebook"],
    )
    document: Id | None = Field(
        default=None, description="A document of the platform, by its name in the catalogue.", examples=["promotions"]
    )
    documents: Documents | None = Field(
        default=None,
        min_length=1,
        description="Several documents of the platform, each a target of its own, or all.",
        examples=[["terms", "promotions"]],
    )
    handle: Text | None = Field(
        default=None, description="Name of a brand's page on the platform, instead of url.", examples=["acme"]
    )
    platforms: Texts | None = Field(
        default=None,
        min_length=1,
        description="Of kind handle: several platforms on which the brand has this handle, each a target of its own.",
        examples=[["instagram", "x"]],
    )
    name: Text | None = Field(
        default=None,
        description="Of kind handle: how the brand is called there (the handle); an imitation calls itself the same.",
        examples=["ACME Germany"],
    )
    page: TargetName | None = Field(
        default=None,
        description="Of kind handle: the target that shows the brand's own page, whose picture and text are compared.",
    )
    known: Texts | None = Field(
        default=None, description="Of kind handle: handles that are the brand's own, too.", examples=[["acme_jobs"]]
    )
    every: Every | None = Field(default=None, description="How often it is visited.")
    cron: CronText | None = Field(default=None, description="Instead of every: minute, hour, day, month, weekday.")
    timezone: Timezone | None = Field(default=None, description="Time zone of the page and of cron.")
    locale: Locale | None = Field(default=None, description="Language in which the page is asked for.")
    viewports: Viewports | None = Field(default=None, description="Windows in which it is looked at.")
    select: Selectors | None = Field(default=None, description="CSS selectors: keep only what they match.")
    ignore: Selectors | None = Field(default=None, description="CSS selectors: leave out what they match.")
    steps: Annotated[list[StepEntry], Field(max_length=50)] | None = Field(
        default=None, description="What to do on the page before it is captured."
    )
    login: Text | None = Field(
        default=None,
        description="Playwright storage-state file with a login, relative to this file.",
        examples=["login.json"],
    )
    owner: OwnerNames | None = Field(default=None, description="Who is told of changes.")
    topics: Topics | None = Field(default=None, description="Subjects of which this document speaks.")
    watch: Annotated[list[WatchEntry], Field(max_length=50)] | None = Field(
        default=None, description="Elements of the page that must stay where they are."
    )
    stale_after: StaleAfter | None = Field(
        default=None, description="After how long without a good visit the operator is told."
    )
    confirm_after: ConfirmAfter | None = Field(default=None, description="When a doubtful change is looked at again.")
    confirm_for: ConfirmAfter | None = Field(
        default=None, description="How long a change that is not certain has to last before it is told."
    )
    deadline: Deadline | None = Field(default=None, description="How long one visit may take.")
    robots: Robots | None = Field(default=None, description="Whether robots.txt is asked before a visit.")
    learn_for: ConfirmAfter | None = Field(
        default=None, description="For how long a new page's habits are learnt before it is trusted."
    )
    verify_every: VerifyEvery | None = Field(
        default=None,
        description="How often it is visited if its server can be asked whether it is unchanged, and scrolled if that "
        "shows nothing more; 0s: at every look.",
    )
    sudden_fall: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="From how many percent on the loss of followers within a day is told (20).",
        examples=[30],
    )
    quiet_after: QuietAfter | None = Field(
        default=None, description="After how long without a new post on the page its owner is told (never)."
    )

    @field_validator("parts")
    @classmethod
    def _one_address(cls, parts: list[Any] | None, info: ValidationInfo) -> list[Any] | None:
        if "url" not in info.data:
            return parts
        if parts is None and info.data["url"] is None:
            raise ValueError("has no address: add `url`, or `parts` if the document has several")
        if parts is not None and info.data["url"] is not None:
            raise ValueError("cannot stand beside `url`: keep one of the two")
        return parts

    @field_validator("cron")
    @classmethod
    def _one_schedule(cls, cron: str | None, info: ValidationInfo) -> str | None:
        if cron is not None and info.data.get("every") is not None:
            raise ValueError("cannot stand beside `every`: keep one of the two")
        return cron


class TargetsEntry(Entry):
    """Some of a file's targets: very many are checked in portions."""

    targets: list[TargetEntry]


class FileEntry(Entry):
    """Everything that Watcher watches, for whom, and what depends on it."""

    defaults: DefaultsEntry | None = Field(
        default=None, description="What holds where an entry does not say otherwise."
    )
    network: NetworkEntry | None = Field(default=None, description="Limits of what may be visited.")
    channels: dict[Id, ChannelEntry] | None = Field(default=None, description="Ways to reach people, by id.")
    owners: dict[OwnerId, OwnerEntry] | None = Field(
        default=None, description="People and teams who are told of changes, by id."
    )
    operator: OwnerEntry | None = Field(
        default=None, description="Who runs Watcher: told of failures; of changes only where nobody else is named."
    )
    stakes: dict[Id, StakeEntry] | None = Field(default=None, description="Investments to protect, by id.")
    targets: Annotated[list[TargetEntry], Field(min_length=1)] = Field(description="Pages and documents to watch.")
