"""Tickets of an import with their messages and logs: new ones by COPY, those that are here already go on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app import detecting
from app.rules.import_history import EVENT, MESSAGE, TICKET, Said, imported, in_order, written
from app.rules.languages import kept, of_ticket
from app.schemas.import_records import AgentRef, AuthorRef, MessageRecord, PersonRef, TicketRecord
from app.services.import_people import Desk, People, as_row_id, as_text, digest, new_id

_NUMBERS = "SELECT nextval(pg_get_serial_sequence('tickets', 'number')) AS number FROM generate_series(1, $1)"
_TEAMS = "SELECT id, lower(name) AS name FROM teams WHERE archived_at IS NULL"
_BRANDS = "SELECT key FROM brands ORDER BY created_at, id"
_REQUEST_TYPES = "SELECT key FROM request_types"
_AGENTS = "SELECT id, name, lower(email) AS email, status FROM agents"
# A ticket without an end in sight is out of the lines until somebody wakes it, or its customer writes.
_SPEAK = """UPDATE customers SET language = x.language FROM (
 SELECT c.id, y.language FROM unnest($1::uuid[], $2::text[]) AS y (id, language) JOIN customers c ON c.id = y.id
 WHERE c.language IS NULL FOR NO KEY UPDATE OF c SKIP LOCKED) x WHERE customers.id = x.id"""
_TAGS = "INSERT INTO tag_changes (tag, delta) SELECT * FROM unnest($1::text[], $2::int[]) AS x (tag, delta)"
ASIDE = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
EARLY = datetime.fromisoformat("1990-01-01T00:00:00+00:00")
SUBJECT = 500
# A description and the comment that it repeats: so far apart they are one whatever they say, and so far by their words.
AT_ONCE, SOON = timedelta(seconds=5), timedelta(hours=1)
LONG = 20


@dataclass(slots=True)
class Staff:
    """Who answers here, and who answered there: by e-mail, by the source's ids, or as a name only."""

    agents: dict[str, tuple[UUID, str, bool]]
    teams: dict[str, UUID]
    brands: list[str]
    # Also those that are archived: it is history.
    request_types: frozenset[str] = frozenset()
    # Agents of the source: id to e-mail and name.
    theirs: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    # What the importer says: e-mail there, e-mail here.
    mapped: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    async def load(cls, desk: Desk, mapped: Mapping[str, str]) -> "Staff":
        """As it is now."""
        rows = await desk.connection.fetch(_AGENTS)
        teams = await desk.connection.fetch(_TEAMS)
        brands = await desk.connection.fetch(_BRANDS)
        return cls(
            {row["email"]: (row["id"], row["name"], row["status"] == "active") for row in rows},
            {row["name"]: row["id"] for row in teams},
            [row["key"] for row in brands],
            frozenset(row["key"] for row in await desk.connection.fetch(_REQUEST_TYPES)),
            mapped={key.lower(): value.lower() for key, value in mapped.items()},
        )

    def find(self, asked: AgentRef | AuthorRef) -> tuple[UUID, str, bool] | None:
        """The agent here that is meant; None when there is none."""
        email = asked.email or self.theirs.get(asked.id or "", (None, None))[0]
        for each in (email, asked.id):
            if each is not None and (mine := self.mapped.get(each.lower())) in self.agents:
                return self.agents[mine]
        return self.agents.get((email or "").lower())

    def is_agent(self, asked: AuthorRef) -> bool:
        """Whether somebody without a kind is one of those who answer."""
        return asked.id in self.theirs or (asked.email or "").lower() in self.agents


def judged_late(record: TicketRecord, now: datetime) -> str | None:
    """What is wrong with a ticket that its shape does not show; None: nothing."""
    times = [record.created_at, *(each.created_at for each in record.messages)]
    if min(times) < EARLY:
        return "it is older than 1990"
    times += [each for each in (record.updated_at, record.solved_at) if each is not None]
    if max(times) > now + timedelta(days=1):
        return "it is from the future"
    return None


@dataclass(slots=True)
class New:
    """A ticket that is not here yet, and what it becomes."""

    record: TicketRecord
    mark: bytes
    requester: UUID


def status_of(record: TicketRecord) -> str:
    """Spam is closed, wherever it came from."""
    return "closed" if record.spam == "marked" else record.status


def facts(desk: Desk, staff: Staff, record: TicketRecord, *, route: bool) -> dict[str, Any]:
    """Fields of the ticket's row that its record decides."""
    agent = staff.find(record.assignee) if record.assignee is not None else None
    if record.assignee is not None and (agent is None or not agent[2]):
        desk.report.note("tickets whose agent is not here: they are nobody's")
        agent = None
    team = staff.teams.get((record.team or "").lower())
    if record.team is not None and team is None:
        desk.report.note("tickets whose team is not here")
    if record.brand is not None and record.brand not in staff.brands:
        desk.report.note("tickets whose brand is not here")
    if record.request_type is not None and record.request_type not in staff.request_types:
        desk.report.note("tickets whose type of request is not here")
    # As the ticket begins: who asks speaks first.
    first = next((each.body for each in record.messages if each.body.strip()), "")
    spoken = of_ticket(record.language, detecting.language(first), None)
    waits = status_of(record) in {"new", "open"} and agent is None
    subject = record.subject or next((each.body.strip() for each in record.messages if each.body.strip()), record.id)
    return {
        "subject": subject.splitlines()[0][:SUBJECT],
        "priority": record.priority,
        "type": record.type,
        "channel": record.channel,
        "topic": record.topic,
        "language": spoken.language,
        "language_detected": spoken.detected,
        "tags": list(dict.fromkeys(record.tags)),
        "custom_fields": record.custom_fields,
        "spam": record.spam,
        "request_type": record.request_type if record.request_type in staff.request_types else None,
        "brand": record.brand if record.brand in staff.brands else next(iter(staff.brands), None),
        "team_id": team,
        "assignee_id": None if agent is None else agent[0],
        "external_id": record.external_id,
        "snoozed_until": ASIDE if waits and not route else None,
    }


def said(desk: Desk, staff: Staff, record: TicketRecord, requester: UUID, name: str | None) -> list[Said]:
    """A ticket's messages in order; what has no text is left out."""
    found = []
    for each in record.messages:
        if not each.body.strip() and not each.attachments:
            desk.report.note("messages without text, left out")
            continue
        kind, author, called = _author(desk, staff, each.author, requester, name)
        key = each.id or "#" + digest(each).hex()
        found.append(
            Said(
                new_id(), f"{desk.source}:{key}", kind, author, called, each.visibility == "public", each.format,
                each.body, each.created_at, detecting.language(each.body),
            )
        )  # fmt: skip
    return in_order(found)


def _author(desk: Desk, staff: Staff, asked: AuthorRef, requester: UUID, name: str | None) -> tuple[str, UUID, str]:
    kind = asked.kind or ("agent" if staff.is_agent(asked) else "customer")
    if kind == "customer":
        # A colleague of the customer's who wrote, too: their name stands there, the thread is the requester's.
        return kind, requester, asked.name or name or ""
    if kind == "system":
        return kind, UUID(int=0), asked.name or "Otklik"
    agent = staff.find(asked) if kind == "agent" else None
    if agent is not None:
        return kind, agent[0], agent[1]
    theirs = staff.theirs.get(asked.id or "", (None, None))
    return kind, _stranger(desk, asked), asked.name or theirs[1] or asked.email or theirs[0] or "?"


def _stranger(desk: Desk, asked: AuthorRef) -> UUID:
    """Somebody who has no account here is the same one in all of their messages."""
    return _named(asked.id or "", f"otklik:{desk.source}:{asked.kind}:{asked.id or asked.email or asked.name}")


@lru_cache(maxsize=4096)
def _named(theirs: str, name: str) -> UUID:
    try:
        return as_row_id(UUID(theirs))
    except ValueError:
        return as_row_id(uuid5(NAMESPACE_URL, name))


async def create(desk: Desk, staff: Staff, people: People, news: Sequence[New], *, route: bool) -> None:
    """Store tickets that are new here: tickets, messages and events, each by one COPY."""
    numbers = (
        range(len(news)) if desk.dry else [row["number"] for row in await desk.connection.fetch(_NUMBERS, len(news))]
    )
    tickets, messages, events = [], [], []
    spoken: dict[UUID, str | None] = {}
    plain = imported(desk.source)
    for number, new in zip(numbers, news, strict=True):
        record = new.record
        name = people.names.get(new.requester)
        thread = said(desk, staff, record, new.requester, name)
        row = {
            **facts(desk, staff, record, route=route),
            "id": new_id(),
            "number": number,
            "requester_id": new.requester,
            "queued_at": record.created_at,
            "created_at": record.created_at,
        }
        opener = (
            (thread[0].kind, thread[0].author, thread[0].name) if thread else ("customer", new.requester, name or "")
        )
        ended = record.solved_at or record.updated_at or (thread[-1].at if thread else record.created_at)
        log = written(row, desk.source, thread, status=status_of(record), ended_at=ended, opener=opener)
        # Its values in the order of the columns.
        tickets.append(_columns({**row, "custom_fields": as_text(row["custom_fields"])}))
        for each in thread:
            if each.kind == "customer" and each.public:
                spoken[new.requester] = kept(spoken.get(new.requester), each.heard)
        messages += log.messages
        events += as_rows(log.events, plain)
        desk.report.add("ticket", "created")
        desk.report.add("message", "created", len(log.messages))
        desk.report.status(record.status, row["status"])
        new.record = record
        desk.imagined["made", record.id] = row["id"], new.mark
    # Places of agents are locked by triggers: in one order by everybody.
    assignee = TICKET.index("assignee_id")
    tickets.sort(key=lambda row: str(row[assignee] or ""))
    if not desk.dry:
        for table, columns, records in (
            ("tickets", TICKET, tickets),
            ("messages", MESSAGE, messages),
            ("events", EVENT, events),
        ):
            await desk.connection.copy_records_to_table(table, columns=list(columns), records=records)
        used = Counter(tag for new in news for tag in set(new.record.tags))
        # Counted here for all of them: the trigger that counts passes over imports.
        await desk.connection.execute(_TAGS, list(used), list(used.values()))
        # What they have written here says more than what was long ago.
        said_in = {person: language for person, language in spoken.items() if language is not None}
        await desk.connection.execute(_SPEAK, list(said_in), list(said_in.values()))
    await desk.keep("ticket", {new.record.id: desk.imagined.pop(("made", new.record.id)) for new in news})


_columns: Callable[[Mapping[str, Any]], tuple[Any, ...]] = itemgetter(*TICKET)


def as_rows(events: Iterable[tuple[Any, ...]], plain: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Events with their data as text. Most of them say nothing but `plain`."""
    text = as_text(dict(plain))
    return [(*each[:8], text if each[8] is plain else as_text(each[8]), each[9]) for each in events]


def with_messages(record: TicketRecord, more: Sequence[MessageRecord]) -> TicketRecord:
    """A ticket with the messages that came on their own.

    A ticket's description stands in for its first comment until that comes: the comment then takes its place and its
    id, so that it is one message also when the two come in different runs.
    """
    if not more:
        return record
    messages = list(record.messages)
    stands_in = f"{record.id}:description"
    place = next((n for n, each in enumerate(messages) if each.id == stands_in), None)
    earliest = min(range(len(more)), key=lambda n: more[n].created_at)
    for n, each in enumerate(more):
        if place is not None and n == earliest and is_described(messages[place], each):
            messages[place] = each.model_copy(update={"id": stands_in})
        else:
            messages.append(each)
    return record.model_copy(update={"messages": messages})


def is_described(description: MessageRecord, first: MessageRecord) -> bool:
    """Whether the earliest of some comments is what a description repeats, and not a later one of a part of them.

    A description is made plain, and may be cut, and its time is the ticket's, a moment before the comment's.
    """
    apart = abs(first.created_at - description.created_at)
    one, other = _letters(description.body), _letters(first.body)
    same = one == other or (min(len(one), len(other)) >= LONG and (one.startswith(other) or other.startswith(one)))
    return apart <= AT_ONCE or (same and apart <= SOON)


def _letters(body: str) -> str:
    return "".join(each for each in body.lower() if each.isalnum())


def requester_of(record: TicketRecord) -> PersonRef:
    """Who asks. Of nobody there is still one: the ticket's own."""
    asked = record.requester
    if asked.id or asked.external_id or asked.email or asked.phone:
        return asked
    return PersonRef.model_construct(
        id=f"ticket:{record.id}", external_id=None, email=None, phone=None, name=asked.name
    )
