"""What somebody is writing, and articles that may spare them to send it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Key, Language, Out, Text
from app.schemas.help_search import HelpHit, HelpSession


class HelpSuggestionsIn(In):
    """What is typed so far. It is looked at and not kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "My parcel has not come, how do I get my money back", "origin": "chat"}]
        }
    )

    text: Annotated[Text, StringConstraints(max_length=100_000)] = Field(description="Subject and text together.")
    origin: Literal["form", "chat", "ticket"] = Field(default="ticket", description="Where it is being written.")
    form: Key | None = Field(default=None, description="A public form's key: its brand's articles, for that form.")
    brand: Key | None = None
    locale: Language | None = None
    session: HelpSession | None = None
    limit: Annotated[int, Field(ge=1, le=5)] = 3


class HelpSuggestions(Out):
    """Articles that are surely about it, best first: often none."""

    search_id: UUID | None = Field(description="Say it when one of them is opened.")
    items: list[HelpHit]
