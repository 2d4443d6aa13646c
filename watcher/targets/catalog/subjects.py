"""What a platform's document is there for."""

from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from watcher.targets.texts import read_word


class Subject(StrEnum):
    TERMS = "terms"
    COMMUNITY = "community"
    PAGES = "pages"
    PROMOTIONS = "promotions"
    ADVERTISING = "advertising"
    BRANDED_CONTENT = "branded_content"
    MONETISATION = "monetisation"
    COMMERCE = "commerce"
    DEVELOPER = "developer"
    COPYRIGHT = "copyright"
    BRAND = "brand"
    ENFORCEMENT = "enforcement"
    PRIVACY = "privacy"
    NEWS = "news"


SubjectWord = Annotated[
    Subject,
    PlainValidator(read_word(Subject)),
    WithJsonSchema({"type": "string", "enum": [subject.value for subject in Subject]}),
]
