"""Reports: how many readers need nobody any more."""

from pydantic import Field

from app.schemas.base import Instant, Out


class KnownReaders(Out):
    """Readers whom the desk knows, who searched and read something: they came with a token, and the desk has their
    e-mail address, their phone number or the company's own id of them.
    """

    answered: int = Field(description="Asked nobody from the first search until 24 hours after the last article.")
    contacted: int = Field(description="Had a new ticket, wrote, or called within that time.")
    said_no: int = Field(description="Asked nobody, but said last that it did not help: not counted as answered.")
    in_contact: int = Field(description="Had asked already in the 24 hours before: not counted either way.")
    share: float | None = Field(
        description="answered / (answered + contacted + said_no); null when there is nobody to count."
    )


class UnknownReaders(Out):
    """Readers of whom nobody knows who they are: whether they asked cannot be known, so they are in no share."""

    read: int = Field(description="Visits that searched and read something.")
    wrote: int = Field(
        description="Of these, how many then sent a form from that page or wrote with the token that they had: only of "
        "those it is known."
    )


class DeflectionDay(Out):
    """One day, in UTC, by when visits began."""

    date: str = Field(json_schema_extra={"format": "date"})
    visits: int
    answered: int
    contacted: int


class DeflectionReport(Out):
    """What became of visits to the help centre with at least one search."""

    since: Instant
    until: Instant
    brand: str | None
    visits: int = Field(description="Those whose time has passed, and no others.")
    waiting: int = Field(description="Visits whose 24 hours are not over yet: in no other figure here.")
    unread: int = Field(description="Searched, and opened nothing.")
    known: KnownReaders
    unknown: UnknownReaders
    days: list[DeflectionDay]
