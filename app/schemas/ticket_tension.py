"""Tension of a ticket as agents see it."""

from pydantic import Field

from app.rules.tension import Kind, Level
from app.schemas.base import Instant, Out


class SignalOut(Out):
    """One thing that speaks for it."""

    kind: Kind = Field(description="What has fired.")
    points: int
    found: list[str] = Field(description="The words in which it was found, or the count in words.")


class TensionOut(Out):
    """How near the customer is to the end of their patience: 2 points make it raised, 5 high."""

    level: Level
    points: int
    signals: list[SignalOut]
    at: Instant = Field(description="When this was found.")
