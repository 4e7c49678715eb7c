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


class ReportRow(Out):
    """Figures of one group in one slot, or of all. What has no basis is null, and 0 of nothing is no share."""

    key: str | None = Field(description="What it is grouped by: an id or a key; null: without, and of the total.")
    name: str | None = Field(description="What people call it, as it is now.")
    start: Instant
    end: Instant = Field(description="Half-open: what happens then is not in it.")
    n: int = Field(description="How many were counted; of a share: of how many.")
    mean: float | None
    p50: float | None
    p90: float | None
    p95: float | None = Field(description="In seconds; exact, between two values what lies between them.")
    share: float | None = Field(description="From 0 to 1.")
    low: float | None
    high: float | None = Field(description="With 95 % the true share lies from `low` to `high` (Wilson).")
    figures: dict[str, float | int | None] = Field(description="Of a report's own; of a share `yes`: how many were so.")
    tickets: str | None = Field(description="The address of what is behind `n`: as many, page by page.")


class ReportPeriod(Out):
    """The period, as it was taken: instants, and the zone whose days and hours are meant."""

    start: Instant = Field(alias="from")
    end: Instant = Field(alias="to")
    zone: str


class ReportOut(Out):
    """A report."""

    report: str
    title: str
    definition: str
    unit: str = Field(description="tickets, events, seconds or share")
    period: ReportPeriod
    interval: str
    group_by: str
    hours: str
    complete_from: Instant | None = Field(
        description="The figures are complete from then on; null: from the beginning."
    )
    complete: bool = Field(description="False: the facts are still being built from the logs; figures are too low.")
    as_of: Instant = Field(description="What happened until then is in it, give or take a moment.")
    total: ReportRow
    rows: list[ReportRow] = Field(description="By group, and in it by time; empty when neither is asked for.")


class ReportDefinition(Out):
    """A report that there is."""

    name: str
    title: str
    definition: str
    unit: str
    group_by: list[str] = Field(description="What it can be grouped by.")
    default_group_by: str
    filters: list[str]
    intervals: list[str]
    business_hours: bool = Field(description="Whether `hours=business` is possible.")
    drill_down: bool = Field(description="Whether there are tickets behind its numbers to look at.")


class ReportList(Out):
    """Every report."""

    items: list[ReportDefinition]
