"""Which documents an investment stands or falls with, by what it is and where."""

from collections.abc import Collection

from watcher.core.model import StakeKind, Topic
from watcher.targets.catalog.read import Platform

_TOPICS = {
    StakeKind.PAGE: (Topic.FEATURES_LAYOUT, Topic.ACCOUNT),
    StakeKind.TAB: (Topic.FEATURES_LAYOUT, Topic.API_DEVELOPER),
    StakeKind.CONTEST: (Topic.PROMOTIONS,),
    StakeKind.CAMPAIGN: (Topic.PROMOTIONS, Topic.ADVERTISING, Topic.BRANDED_CONTENT),
    StakeKind.AD_ACCOUNT: (Topic.ADVERTISING, Topic.FEES),
    StakeKind.APP: (Topic.API_DEVELOPER,),
    StakeKind.CHANNEL: (Topic.MONETISATION, Topic.BRANDED_CONTENT, Topic.FEATURES_LAYOUT),
    StakeKind.CONTENT: (Topic.CONTENT_RULES, Topic.IP),
}
"""What rules must be about to bear on an investment of a kind, whichever document they stand in."""


def propose_documents(platform: Platform, kinds: Collection[StakeKind]) -> tuple[str, ...]:
    """Ids of the documents on which investments of these kinds depend; of all documents where no kind is named."""
    documents = platform.entry.documents
    return tuple(name for name, document in documents.items() if not kinds or set(kinds) & set(document.stakes))


def propose_topics(kind: StakeKind) -> tuple[Topic, ...]:
    return _TOPICS[kind]
