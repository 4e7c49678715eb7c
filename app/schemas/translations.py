"""Texts translated for whoever writes, on the wire."""

from typing import Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Body, In, Language, Out


class TextIn(In):
    """A text, and the language that it is wanted in."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Good afternoon, the invoice is on its way.", "to": "de"}]}
    )

    text: Body
    to: Language
    source_language: Language | None = Field(default=None, description="What it is written in; null: it is found out.")
    format: Literal["text", "markdown"] = "text"


class TextOut(Out):
    """The text in that language. Code, links, placeholders and names of files are as they were."""

    text: str
    to: str
    source_language: str | None = Field(description="What it was written in.")
    provider: str | None = Field(description="Null: it is in that language already, and nobody was asked.")
