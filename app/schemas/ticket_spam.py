"""Spam as agents see and say it."""

from pydantic import ConfigDict, Field

from app.rules.spam import Kind
from app.schemas.base import In, Instant, Out
from app.schemas.tickets import Spam


class SpamIn(In):
    """Whether it is spam."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"spam": True}]})

    spam: bool


class SignOut(Out):
    """One thing that speaks for spam, or (a weight below 0) against it."""

    kind: Kind
    weight: float = Field(description="What it adds to the logarithm of the odds.")
    found: list[str] = Field(description="The words or links in which it was found.")


class SpamOut(Out):
    """What is thought of a ticket. Nobody has said anything: by the words that are known now."""

    spam: Spam
    score: float = Field(description="0 to 1, by the signs alone.")
    signs: list[SignOut]
    decided_by: str | None = Field(description="Who said or suspected it last; null: nobody.")
    decided_at: Instant | None
