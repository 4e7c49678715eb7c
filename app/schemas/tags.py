"""Tags as clients see, rename and merge them."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.schemas.base import In, Out, Tag, Tags


class TagOut(Out):
    """A tag, and how many tickets have it."""

    name: str
    uses: int = Field(description="Tickets that have it now.")


class TagPage(Out):
    """A page of tags, by name."""

    items: list[TagOut]
    next_cursor: str | None


class TagsRenameIn(In):
    """Tags that become one on every ticket; null: they are taken off."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"names": ["bill", "invoices"], "to": "billing"}]})

    names: Annotated[Tags, Field(min_length=1)]
    to: Tag | None
