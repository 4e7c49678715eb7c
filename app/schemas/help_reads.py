"""That an article was opened."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Language
from app.schemas.help_search import HelpSession


class HelpReadIn(In):
    """An article that a reader has opened, and from which search."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "article_id": "0193a1f0-c4d2-7a3e-8000-1f2e3d4c5b6a",
                    "locale": "en",
                    "session": "r4nd0m-0f-th1s-reader",
                }
            ]
        }
    )

    article_id: UUID
    locale: Language | None = Field(default=None, description="The language that they read; absent: any.")
    search_id: UUID | None = Field(default=None, description="The search whose answer it was opened from.")
    session: HelpSession | None = None
