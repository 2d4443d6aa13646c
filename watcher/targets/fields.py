"""The kinds of values that targets.yaml consists of: each with its reader and its JSON Schema."""

import re
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from watcher.core.model import Language, Money, Quiet, StakeKind, TargetKind, Threat, Topic
from watcher.targets.addresses import LONGEST_URL, NETWORK, URL, read_network, read_url
from watcher.targets.references import read_owner_id, refer_to
from watcher.targets.texts import (
    LOCALE,
    LONGEST_TEXT,
    MONEY,
    REGION,
    SLUG,
    read_locale,
    read_money,
    read_region,
    read_selector,
    read_slug,
    read_text,
    read_word,
)
from watcher.targets.times import (
    DATE,
    DIGEST_AT,
    DURATION,
    QUIET,
    read_cron,
    read_date,
    read_digest_at,
    read_duration,
    read_quiet,
    read_timezone,
)


def _text(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


def _like(pattern: str, message: str, *examples: str, **schema: Any) -> WithJsonSchema:
    """`message` is what editors with the YAML language server show, in place of the pattern."""
    anchored = f"^(?:{pattern})$"
    return _text(pattern=anchored, patternErrorMessage=message, examples=list(examples), **schema)


def _one_of(vocabulary: type[StrEnum]) -> WithJsonSchema:
    return _text(enum=[word.value for word in vocabulary])


def _between(shortest: timedelta, longest: timedelta) -> PlainValidator:
    return PlainValidator(lambda value: read_duration(value, shortest, longest))


def given(*keys: str) -> dict[str, Any]:
    """The JSON Schema of blocks in which these keys stand with a value."""
    return {"required": list(keys), "properties": {key: {"not": {"type": "null"}} for key in keys}}


def as_list(value: object) -> object:
    """Where a list is wanted, one thing may stand alone."""
    if isinstance(value, str) and re.match(r"-[^\s-]", value):
        raise ValueError("a space is missing after the hyphen: each item of a list begins with a hyphen and a space")
    return value if isinstance(value, list) or value is None else [value]


_ID = "Write small letters, digits and hyphens, at most 63 of them."
_DURATION = "Write a number and a unit (s, m, h, d or w), such as 30m, 6h or 1d."
_URL = "Write the address as in the browser, with https://."
_NETWORK = "Write numbers, with a port if you like, such as 127.0.0.1:8080, 192.168.0.0/24 or [::1]:8080."
_LOCALE = "Write the language and the country, such as de-DE or en-US."
_REGION = "Write the country's two capital letters, or EU or EEA, such as DE, AT or EU."
_MONEY = "Write the number without separators and the currency in three letters, such as 45000 EUR."
_QUIET = "Write two times, such as 20:00-07:00."
_DIGEST_AT = "Write a time (every day) or an English weekday and a time, such as 09:00 or Mon 09:00."


Id = Annotated[str, PlainValidator(read_slug), _like(SLUG, _ID, "acme-facebook")]
OwnerId = Annotated[str, PlainValidator(lambda value: read_owner_id(read_slug(value))), _like(SLUG, _ID, "social-team")]
Text = Annotated[str, PlainValidator(read_text), _text(minLength=1, maxLength=LONGEST_TEXT)]
Locale = Annotated[str, PlainValidator(read_locale), _like(LOCALE, _LOCALE, "de-DE", "en-US")]
Timezone = Annotated[str, PlainValidator(read_timezone), _text(examples=["Europe/Berlin", "UTC"])]
Url = Annotated[str, PlainValidator(read_url), _like(URL, _URL, "https://www.facebook.com/acme", maxLength=LONGEST_URL)]
Network = Annotated[str, PlainValidator(read_network), _like(NETWORK, _NETWORK, "127.0.0.1/32:8080", "192.168.0.0/24")]
Selector = Annotated[str, PlainValidator(read_selector), _text(minLength=1, examples=["main", "#content"])]

Every = Annotated[
    timedelta, _between(timedelta(seconds=1), timedelta(days=366)), _like(DURATION, _DURATION, "6h", "30m", "1d")
]
StaleAfter = Annotated[
    timedelta, _between(timedelta(seconds=1), timedelta(days=732)), _like(DURATION, _DURATION, "2d", "12h")
]
QuietAfter = Annotated[
    timedelta, _between(timedelta(days=1), timedelta(days=732)), _like(DURATION, _DURATION, "30d", "14d")
]
ConfirmAfter = Annotated[timedelta, _between(timedelta(0), timedelta(days=7)), _like(DURATION, _DURATION, "10m", "0s")]
VerifyEvery = Annotated[timedelta, _between(timedelta(0), timedelta(days=7)), _like(DURATION, _DURATION, "24h", "0s")]
Deadline = Annotated[
    timedelta, _between(timedelta(seconds=5), timedelta(minutes=15)), _like(DURATION, _DURATION, "60s", "2m")
]
Pause = Annotated[timedelta, _between(timedelta(seconds=1), timedelta(minutes=5)), _like(DURATION, _DURATION, "2s")]
Gather = Annotated[timedelta, _between(timedelta(0), timedelta(days=1)), _like(DURATION, _DURATION, "5m", "0s")]
EscalateAfter = Annotated[
    timedelta, _between(timedelta(minutes=1), timedelta(days=90)), _like(DURATION, _DURATION, "4h", "1d")
]
DaysAhead = Annotated[int, Field(ge=0, le=365)]
CronText = Annotated[str, PlainValidator(read_cron), _text(examples=["0 7 * * 1-5"])]
Date = Annotated[
    date,
    PlainValidator(read_date),
    _like(DATE, "Write year-month-day, such as 2027-04-30.", "2027-04-30", format="date"),
]
QuietHours = Annotated[Quiet, PlainValidator(read_quiet), _like(QUIET, _QUIET, "20:00-07:00")]
DigestAt = Annotated[
    tuple[int | None, time], PlainValidator(read_digest_at), _like(DIGEST_AT, _DIGEST_AT, "Mon 09:00", "08:30")
]
MoneyText = Annotated[Money, PlainValidator(read_money), _like(MONEY, _MONEY, "45000 EUR", "1250.50 CHF")]

TargetKindWord = Annotated[TargetKind, PlainValidator(read_word(TargetKind)), _one_of(TargetKind)]
StakeKindWord = Annotated[StakeKind, PlainValidator(read_word(StakeKind)), _one_of(StakeKind)]
LanguageWord = Annotated[Language, PlainValidator(read_word(Language)), _one_of(Language)]
RegionCode = Annotated[str, PlainValidator(read_region), _like(REGION, _REGION, "DE", "EU")]
TopicWord = Annotated[Topic, PlainValidator(read_word(Topic)), _one_of(Topic)]
ThreatWord = Annotated[Threat, PlainValidator(read_word(Threat)), _one_of(Threat)]

OwnerName = Annotated[str, PlainValidator(refer_to("owners")), _like(SLUG, _ID, "social-team")]
ChannelName = Annotated[str, PlainValidator(refer_to("channels")), _like(SLUG, _ID, "social-mail")]
TargetName = Annotated[str, PlainValidator(refer_to("targets")), _like(SLUG, _ID, "acme-facebook")]

OwnerNames = Annotated[list[OwnerName], BeforeValidator(as_list, json_schema_input_type=OwnerName | list[OwnerName])]
ChannelNames = Annotated[
    list[ChannelName], BeforeValidator(as_list, json_schema_input_type=ChannelName | list[ChannelName])
]
TargetNames = Annotated[
    list[TargetName], BeforeValidator(as_list, json_schema_input_type=TargetName | list[TargetName])
]
Topics = Annotated[list[TopicWord], BeforeValidator(as_list, json_schema_input_type=TopicWord | list[TopicWord])]
Threats = Annotated[list[ThreatWord], BeforeValidator(as_list, json_schema_input_type=ThreatWord | list[ThreatWord])]
Texts = Annotated[list[Text], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]
Regions = Annotated[list[RegionCode], BeforeValidator(as_list, json_schema_input_type=RegionCode | list[RegionCode])]
Documents = Annotated[list[Id], BeforeValidator(as_list, json_schema_input_type=Id | list[Id])]
Selectors = Annotated[list[Selector], BeforeValidator(as_list, json_schema_input_type=Selector | list[Selector])]
