"""The history of an imported ticket as rows: the ticket, its messages, and a log that folds to it at the times of old.

Every event says `imported` (from where): it is history and makes nothing happen here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from app.rules.languages import NOTHING, Heard

# What a row has in the order of its columns; what is not here is as the table says.
TICKET = (
    "id", "number", "subject", "status", "priority", "type", "channel", "topic", "language", "tags", "custom_fields",
    "language_detected", "request_type", "brand", "requester_id", "team_id", "assignee_id", "external_id", "queued_at",
    "first_reply_at", "first_human_reply_at", "snoozed_until", "solved_at", "episode", "seq", "public_seq", "version",
    "created_at", "updated_at", "public_updated_at", "spam",
)  # fmt: skip
MESSAGE = (
    "id", "ticket_id", "seq", "public_seq", "author_kind", "author_id", "author_name", "visibility", "format", "body",
    "language", "client_message_id", "created_at",
)  # fmt: skip
EVENT = (
    "ticket_id", "seq", "public_seq", "type", "actor_kind", "actor_id", "actor_name", "message_id", "data", "at",
)  # fmt: skip
# What a ticket is made with; the log tells it at once, and its replies and its end later.
_FIRST = (
    "id", "number", "subject", "priority", "type", "channel", "topic", "language", "language_detected", "tags",
    "custom_fields", "request_type", "brand", "requester_id", "team_id", "assignee_id", "external_id", "queued_at",
    "snoozed_until", "created_at", "spam",
)  # fmt: skip
_SAME = {
    "status": "new", "queue_id": None, "routed_by_hand": False, "source_id": None, "chat_id": None,
    "pending_until": None, "first_reply_at": None, "first_human_reply_at": None, "solved_at": None, "tier": 0,
    "agent_tier": 0, "queue_rank": 0, "episode": 1,
}  # fmt: skip
SYSTEM = ("system", UUID(int=0), "Otklik")


class Said(NamedTuple):
    """A message of old."""

    id: UUID
    key: str
    kind: str
    author: UUID
    name: str
    public: bool
    format: str
    body: str
    at: datetime
    heard: Heard = NOTHING


@lru_cache
def imported(source: str) -> Mapping[str, Any]:
    """Data of an event that only says where it is from: the same object each time."""
    return MappingProxyType({"imported": source})


@dataclass(slots=True)
class Log:
    """A ticket while its log is written: `row` is what the log folds to. Data is a JSON object, ids and times in it as
    they are.
    """

    row: dict[str, Any]
    # Who it was imported from, as data of an event that changes nothing.
    plain: Mapping[str, Any]
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)

    def _event(
        self,
        kind: str,
        at: datetime,
        actor: tuple[str, UUID, str],
        *,
        public: bool,
        message: UUID | None = None,
        changes: Mapping[str, Any] | None = None,
        was: Mapping[str, Any] | None = None,
    ) -> tuple[int, int | None]:
        row, data, place = self.row, self.plain, None
        at = max(at, row["updated_at"])
        seq = row["seq"] = row["seq"] + 1
        row["updated_at"] = at
        if public:
            row["public_updated_at"] = at
            place = row["public_seq"] = row["public_seq"] + 1
        if changes:
            row.update(changes)
            row["version"] += 1
            data = {**data, "set": changes} if was is None else {**data, "set": changes, "was": was}
        self.events.append((row["id"], seq, place, kind, *actor, message, data, at))
        return seq, place

    def begin(self, actor: tuple[str, UUID, str]) -> None:
        """The ticket is there."""
        row = self.row
        row.update(
            _SAME, seq=0, public_seq=0, version=0, updated_at=row["created_at"], public_updated_at=row["created_at"]
        )
        self._event(
            "ticket.created",
            row["created_at"],
            actor,
            public=True,
            changes=_SAME | {name: row[name] for name in _FIRST},
        )

    def say(self, said: Said) -> None:
        """A message; an agent's first public answer is a reply."""
        row, changes = self.row, None
        if said.public and said.kind == "agent" and row["seq"] > 1:
            at = max(said.at, row["updated_at"])
            changes = {name: at for name in ("first_reply_at", "first_human_reply_at") if row[name] is None}
        author = (said.kind, said.author, said.name)
        seq, place = self._event(
            "message.created", said.at, author, public=said.public, message=said.id, changes=changes
        )
        visibility = "public" if said.public else "internal"
        self.messages.append(
            (
                said.id,
                row["id"],
                seq,
                place,
                *author,
                visibility,
                said.format,
                said.body,
                said.heard.language,
                said.key,
                said.at,
            )
        )

    def move(self, status: str, at: datetime) -> None:
        """It got another status, and nothing follows from that."""
        row = self.row
        if row["status"] == status:
            return
        changes: dict[str, Any] = {"status": status}
        at = max(at, row["updated_at"])
        solved = at if status == "solved" or (status == "closed" and row["solved_at"] is None) else row["solved_at"]
        if status not in {"solved", "closed"}:
            solved = None
        if solved != row["solved_at"]:
            changes["solved_at"] = solved
        if status not in {"new", "open"} and row["snoozed_until"] is not None:
            changes["snoozed_until"] = None
        was = {"status": row["status"]}
        self._event("ticket.status_changed", at, SYSTEM, public=True, changes=changes, was=was)

    def change(self, changes: Mapping[str, Any], at: datetime) -> None:
        """Other fields got other values."""
        found = {name: value for name, value in changes.items() if self.row[name] != value}
        if found:
            was = {name: self.row[name] for name in found}
            self._event("ticket.updated", at, SYSTEM, public=False, changes=found, was=was)


def written(
    row: dict[str, Any],
    source: str,
    said: Sequence[Said],
    *,
    status: str,
    ended_at: datetime,
    opener: tuple[str, UUID, str],
) -> Log:
    """The log of a ticket that is new here. `row` has the fields of `_FIRST`."""
    log = Log(row, imported(source))
    log.begin(opener)
    for each in said:
        log.say(each)
    log.move(status, ended_at)
    return log


_at = attrgetter("at")


def in_order(said: Iterable[Said]) -> list[Said]:
    """By time; what came at one instant stays as it came. Each key once."""
    found: dict[str, Said] = {}
    for each in said:
        found.setdefault(each.key, each)
    return sorted(found.values(), key=_at)
