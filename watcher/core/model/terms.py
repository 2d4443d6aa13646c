"""The closed vocabularies of the field, and the type of a secret."""

from enum import StrEnum


class TargetKind(StrEnum):
    POLICY = "policy"
    PAGE = "page"
    HANDLE = "handle"


class StakeKind(StrEnum):
    PAGE = "page"
    TAB = "tab"
    CONTEST = "contest"
    CAMPAIGN = "campaign"
    AD_ACCOUNT = "ad_account"
    APP = "app"
    CHANNEL = "channel"
    CONTENT = "content"


class Topic(StrEnum):
    PROMOTIONS = "promotions"
    ADVERTISING = "advertising"
    BRANDED_CONTENT = "branded_content"
    MONETISATION = "monetisation"
    FEES = "fees"
    IP = "ip"
    DATA_PRIVACY = "data_privacy"
    API_DEVELOPER = "api_developer"
    ENFORCEMENT = "enforcement"
    CONTENT_RULES = "content_rules"
    MINORS_AGE = "minors_age"
    AI = "ai"
    LIABILITY_DISPUTES = "liability_disputes"
    FEATURES_LAYOUT = "features_layout"
    ACCOUNT = "account"
    OTHER = "other"


class ChangeKind(StrEnum):
    """How much of a change is one: from a crawl artefact to a changed rule."""

    ARTEFACT = "artefact"
    COSMETIC = "cosmetic"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


class Direction(StrEnum):
    """What a change means for the company that depends on the platform."""

    TIGHTENS = "tightens"
    LOOSENS = "loosens"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class EffectiveKind(StrEnum):
    EFFECTIVE = "effective"
    LAST_UPDATED = "last_updated"


class Language(StrEnum):
    EN = "en"
    DE = "de"


class Threat(StrEnum):
    """What may happen to a watched element that its owner must hear of."""

    GONE = "gone"
    BELOW_FOLD = "below_fold"
    SMALLER = "smaller"
    COVERED = "covered"
    LINK_CHANGED = "link_changed"
    TEXT_CHANGED = "text_changed"


class Secret:
    """A text that must never be shown: every way to print it gives stars, `reveal` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret('****')"

    def __str__(self) -> str:
        return "****"

    def __format__(self, spec: str) -> str:
        return "****"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)
