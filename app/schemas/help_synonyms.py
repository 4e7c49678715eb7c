"""Words that mean the same to whoever searches."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.locale_tags import canonical
from app.schemas.base import In, Instant, Key, Language, Out, Text


def _different(values: list[str]) -> list[str]:
    once = list({" ".join(each.casefold().split()): " ".join(each.split()) for each in values}.values())
    if len(once) < 2:  # noqa: PLR2004 - said in the message
        msg = "there must be two that differ"
        raise ValueError(msg)
    if any(not any(letter.isalnum() for letter in each) for each in once):
        msg = "each must have a letter or a digit"
        raise ValueError(msg)
    return once


_Word = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Words = Annotated[
    list[_Word],
    Field(min_length=2, max_length=20, description="Words or short phrases; their forms need not be listed."),
    AfterValidator(_different),
]
_Locale = Annotated[Language, AfterValidator(canonical)]


class HelpSynonymIn(In):
    """A group: each of its words finds what has another."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": ["refund", "money back"], "locale": "en"}]})

    words: Words
    brand: Key | None = Field(default=None, description="Only among its articles; null: among those of all brands.")
    locale: _Locale | None = Field(default=None, description="Only in this language; null: in all.")


class HelpSynonymPatch(In):
    """Changes of a group."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": ["refund", "money back", "reimbursement"]}]})

    words: Words | None = None
    brand: Key | None = None
    locale: _Locale | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "HelpSynonymPatch":
        if "words" in self.model_fields_set and self.words is None:
            msg = "words cannot be null"
            raise ValueError(msg)
        return self


class HelpSynonymOut(Out):
    """A group of words that mean the same."""

    id: UUID
    words: list[str]
    brand: str | None
    locale: str | None
    version: int
    created_at: Instant
    updated_at: Instant


class HelpSynonymPage(Out):
    """A page of groups, newest first."""

    items: list[HelpSynonymOut]
    next_cursor: str | None
