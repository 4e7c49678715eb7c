"""Messages in other languages, on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Language, Out


class TranslationIn(In):
    """Which language a message is to be read in."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "de"}]})

    language: Language


class TranslationOut(Out):
    """What a message says in a language."""

    message_id: UUID
    language: str
    state: Literal["waiting", "done", "same", "failed", "original"] = Field(
        description="`waiting`: it will come by itself. `same`: the message is in this language. `failed`: `error` "
        "says why; ask again. `original`: a reply's own words, which were sent in another language."
    )
    body: str | None = Field(description="With `done` and `original`.")
    source_language: str | None = Field(description="What the provider took the message for.")
    provider: str | None
    error: str | None
    of_version: int = Field(description="The version of the message that this is of.")
    at: Instant


class TranslationPage(Out):
    """A page of a message's translations by language; `next_cursor` is the `cursor` of the next one."""

    items: list[TranslationOut]
    next_cursor: str | None
