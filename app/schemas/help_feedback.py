"""Did this help?"""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Language, Out, Text
from app.schemas.help_search import HelpSession


class HelpFeedbackIn(In):
    """A reader's answer; the latest one counts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"helped": False, "comment": "It does not say how long it takes.", "session": "r4nd0m-0f-th1s-reader"}
            ]
        }
    )

    helped: bool
    comment: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=1_000)] | None = Field(
        default=None,
        description="What was missing, for who writes the articles. Addresses and long numbers are left out.",
    )
    locale: Language | None = None
    session: HelpSession | None = Field(default=None, description="Needed without a visitor token.")


class HelpFeedbackOut(Out):
    """What is kept of it."""

    article_id: UUID
    locale: str
    helped: bool
    comment: str | None
