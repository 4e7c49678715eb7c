"""Exports of other systems as records of ours, with whatever is in them; and a log that folds to its ticket."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.import_formats import ADAPTERS
from app.rules.import_formats.values import CannotReadError
from app.rules.import_history import Said, in_order, written
from app.rules.sla_folding import recompute
from app.rules.sla_state import World
from app.rules.ticket_folding import INSTANTS, fold
from app.schemas.import_records import MODELS, TicketRecord
from app.services.import_judging import Measure, judged
from app.services.import_staging import Staged
from tests.thorough import examples

KEYS = st.sampled_from(
    ["id", "tickets", "comments", "payload", "data", "meta", "sender", "messages", "requester", "helpdesk_ticket",
     "body", "status", "created_at", "tags", "custom_fields", "author", "kind", "assignee", "via", "group",
     "conversations", "message_type", "content", "labels", "subject", "user", "notes", "stats", "type", "priority"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def packed(record: Any) -> bytes:
    """As it is staged."""
    return orjson.dumps(record, default=str)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(ADAPTERS)),
    hint=st.sampled_from(["tickets", "users", "contacts", "messages", "x"]),
    value=st.dictionaries(KEYS, JSON, max_size=6),
)
def test_any_object_is_read_or_refused(kind: str, hint: str, value: dict[str, Any]) -> None:
    try:
        found = [(each, packed(each.record)) for each in ADAPTERS[kind](hint, value)]
    except (CannotReadError, TypeError, ValueError, AttributeError, KeyError):
        # What `import_staging` refuses with the line.
        return
    for each, record in found:
        assert each.kind in MODELS
        judged(each.kind, [Staged(1, "x:1", record)], Measure(NOW))


def one(kind: str, hint: str, value: dict[str, Any], *, of: str = "ticket") -> Any:
    (found,) = [each for each in ADAPTERS[kind](hint, value) if each.kind == of]
    made = judged(of, [Staged(1, "x:1", packed(found.record))], Measure(NOW))
    assert not made.refused
    return made.records[0].record


@pytest.mark.parametrize(
    ("description", "body", "seconds", "one_message"),
    [
        ("The fire is colorful.", "The fire is colorful.", 0, True),
        # As they are: HTML made plain, white space, a signature that was cut off, a second of delay.
        ("Hello,\n\nthe fire is  colorful", "Hello, **the fire** is&nbsp;colorful", 1, True),
        ("The fire is very colorful indeed", "The fire is very colorful indeed.\n--\nVera, Weber GmbH", 40, True),
        ("Fire", "Fire", 3000, True),
        # Of an export of a part: the first comment is not among them.
        ("The fire is colorful.", "Any news?", 600, False),
        ("Fire", "Fire!", 86_400, False),
    ],
)
@pytest.mark.parametrize("where", ["in the ticket", "in a file of their own"])
def test_a_description_of_zendesk_is_its_first_comment(
    description: str,
    body: str,
    seconds: int,
    one_message: bool,  # noqa: FBT001 - a parameter of the test
    where: str,
) -> None:
    began = datetime(2024, 1, 10, 10, tzinfo=UTC)
    ticket = {"id": 7, "subject": "Fire", "description": description, "created_at": began, "status": "open"}
    comments = [
        {"id": 2, "body": "On its way", "created_at": (began + timedelta(days=2)).isoformat(), "ticket_id": 7},
        {"id": 1, "body": body, "created_at": (began + timedelta(seconds=seconds)).isoformat(), "ticket_id": 7},
    ]
    apart = []
    if where == "in the ticket":
        # The account's export has all comments of a ticket.
        ticket, one_message = {**ticket, "comments": comments}, True
    else:
        apart = [packed(each.record) for one in comments for each in ADAPTERS["zendesk"]("comments", one)]
    (read,) = ADAPTERS["zendesk"]("tickets", ticket)
    made = judged("ticket", [Staged(1, "x:1", packed(read.record), tuple(apart))], Measure(NOW))
    record = made.records[0].record
    assert not made.refused
    assert isinstance(record, TicketRecord)
    thread = sorted(record.messages, key=lambda each: each.created_at)
    assert [each.body for each in thread] == [*([] if one_message else [description]), body, "On its way"]
    # The same id in all runs, whatever the files of each hold.
    assert thread[0].id == "7:description"


def test_a_ticket_of_zendesk() -> None:
    value = {
        "id": 35436, "external_id": None, "subject": "Help, my printer is on fire!", "raw_subject": "{{dc.printer}}",
        "description": "The fire is very colorful.", "priority": "high", "status": "hold", "type": "incident",
        "requester_id": 20978392, "submitter_id": 76872, "assignee_id": 235323, "organization_id": 509974,
        "group_id": 98738, "tags": ["enterprise", "other_tag"], "via": {"channel": "email"},
        "custom_fields": [{"id": 27642, "value": "745"}, {"id": 27648, "value": None}],
        "created_at": "2009-07-20T22:55:29Z", "updated_at": "2011-05-05T10:38:52Z",
        "comments": [
            {"id": 1, "type": "Comment", "author_id": 20978392, "body": "The fire is very colorful.", "public": True,
             "created_at": "2009-07-20T22:55:29Z"},
            {"id": 2, "type": "Comment", "author_id": 235323, "body": "Call the fire brigade?", "public": False,
             "created_at": "2009-07-20T23:00:00Z"},
        ],
    }  # fmt: skip
    made = one("zendesk", "tickets", value)
    assert (made.id, made.external_id, made.status, made.priority, made.channel) == (
        "35436",
        "35436",
        "on_hold",
        "high",
        "email",
    )
    assert made.custom_fields == {"27642": "745"}
    assert [each.visibility for each in made.messages] == ["public", "internal"]
    page = {"tickets": [value], "users": [{"id": 235323, "role": "agent", "email": "a@x.example"}], "next_page": None}
    assert {each.kind for each in ADAPTERS["zendesk"]("export", page)} == {"ticket", "agent"}


def test_a_ticket_of_freshdesk() -> None:
    value = {
        "helpdesk_ticket": {
            "display_id": 20, "id": 1001, "subject": "Support needed", "description": "<p>Details &amp; more</p>",
            "status": 4, "priority": 3, "source": 1, "type": "Incident", "requester_id": 129, "responder_id": 1,
            "tags": [{"name": "urgent one"}], "custom_field": {"cf_order": "7", "cf_none": None},
            "created_at": "2015-08-24T11:56:51Z", "updated_at": "2015-08-25T11:56:51Z",
            "notes": [
                {"id": 5, "body": "<div>Look<br>here</div>", "private": True, "incoming": False, "user_id": 1,
                 "created_at": "2015-08-24T12:00:00Z"},
                {"id": 6, "body_text": "Thanks", "private": False, "incoming": True, "user_id": 129,
                 "created_at": "2015-08-24T13:00:00Z"},
            ],
        }
    }  # fmt: skip
    made = one("freshdesk", "Tickets", value)
    assert (made.id, made.status, made.priority, made.channel, made.type) == (
        "20",
        "solved",
        "high",
        "email",
        "incident",
    )
    assert [each.body for each in made.messages] == ["Details & more", "Look\nhere", "Thanks"]
    assert [each.author.kind for each in made.messages] == ["customer", "agent", "customer"]
    assert made.messages[1].visibility == "internal"
    contact = {"id": 129, "name": "Rachel", "email": "rachel@example.com", "mobile": "+49 30 1234", "company_id": 3}
    assert one("freshdesk", "contacts", contact, of="customer").organization == "3"


def test_a_conversation_of_chatwoot() -> None:
    value = {
        "data": {
            "meta": {"all_count": 1},
            "payload": [
                {
                    "id": 12, "status": "resolved", "priority": None, "labels": ["billing"],
                    "created_at": 1_700_000_000,
                    "last_activity_at": 1_700_000_900, "custom_attributes": {"order": 7},
                    "meta": {
                        "sender": {"id": 5, "name": "Vera", "email": "vera@example.com", "phone_number": "+4930123456"},
                        "channel": "Channel::WebWidget", "assignee": {"id": 2, "email": "anna@desk.example"},
                        "team": {"name": "Support"},
                    },
                    "messages": [
                        {"id": 100, "content": "Where is it?", "message_type": 0, "created_at": 1_700_000_000,
                         "private": False, "sender": {"id": 5, "name": "Vera", "type": "contact"}},
                        {"id": 101, "content": "Anna joined", "message_type": 2, "created_at": 1_700_000_001},
                        {"id": 102, "content": "On its way", "message_type": 1, "created_at": 1_700_000_100,
                         "private": False, "sender": {"id": 2, "name": "Anna", "type": "user"}},
                        {"id": 103, "content": "vip", "message_type": 1, "created_at": 1_700_000_200, "private": True,
                         "sender": {"id": 2, "name": "Anna", "type": "user"}},
                    ],
                }
            ],
        }
    }  # fmt: skip
    made = one("chatwoot", "conversations", value)
    assert (made.subject, made.status, made.channel, made.team) == ("Where is it?", "solved", "chat", "Support")
    assert made.created_at == datetime.fromtimestamp(1_700_000_000, UTC)
    assert [(each.author.kind, each.visibility) for each in made.messages] == [
        ("customer", "public"),
        ("agent", "public"),
        ("agent", "internal"),
    ]


def test_what_is_wrong_in_one_message_is_refused_alone() -> None:
    record: dict[str, Any] = {
        "id": "1",
        "created_at": "2020-01-01T00:00:00Z",
        "requester": {"email": "nobody", "name": "Vera"},
        "messages": [
            {"id": "a", "body": "good", "created_at": "2020-01-01T00:00:00Z"},
            {"id": "b", "body": "no time"},
            {"id": "c", "body": 7, "created_at": "2020-01-01T00:00:00Z"},
        ],
    }
    made = judged("ticket", [Staged(1, "t:1", packed(record)), Staged(2, "t:2", b'{"id": "2"}')], Measure(NOW))
    (fit,) = made.records
    assert [each.id for each in fit.record.messages] == ["a"]  # type: ignore[attr-defined]
    assert [each[:2] for each in made.refused] == [("message", "t:1"), ("message", "t:1"), ("ticket", "t:2")]
    early = {**record, "created_at": "1970-01-01T00:00:00Z"}
    late = {**record, "created_at": "2026-02-01T00:00:00Z"}
    again = judged("ticket", [Staged(1, "t:1", packed(early)), Staged(2, "t:2", packed(late))], Measure(NOW))
    assert [each[2] for each in again.refused if each[0] == "ticket"] == [
        "it is older than 1990",
        "it is from the future",
    ]


@settings(max_examples=examples(20))
@pytest.mark.parametrize("status", ["new", "open", "pending", "on_hold", "solved", "closed"])
@given(data=st.data())
def test_the_log_of_an_imported_ticket_folds_to_its_row_and_promises_nothing(status: str, data: st.DataObject) -> None:
    said = in_order(
        Said(
            uuid4(), f"k{n}", data.draw(st.sampled_from(["customer", "agent", "system"])), uuid4(), "x",
            data.draw(st.booleans()), "text", "words", NOW + timedelta(hours=data.draw(st.integers(-3, 9))),
        )
        for n in range(data.draw(st.integers(0, 5)))
    )  # fmt: skip
    row: dict[str, Any] = dict.fromkeys(
        ("subject", "priority", "type", "channel", "topic", "language", "brand", "team_id", "assignee_id",
         "language_detected", "external_id", "snoozed_until")
    )  # fmt: skip
    row |= {
        "id": uuid4(),
        "number": 1,
        "requester_id": uuid4(),
        "tags": ["a"],
        "custom_fields": {"b": 1},
        "request_type": None,
        "spam": "no",
    }
    row |= {"created_at": NOW, "queued_at": NOW}
    ended = NOW + timedelta(hours=5)
    log = written(row, "old", said, status=status, ended_at=ended, opener=("customer", row["requester_id"], "x"))
    names = (
        "ticket_id",
        "seq",
        "public_seq",
        "type",
        "actor_kind",
        "actor_id",
        "actor_name",
        "message_id",
        "data",
        "at",
    )
    events = [dict(zip(names, each, strict=True)) for each in log.events]
    folded = fold(events)
    assert {name: folded.get(name) for name in row} == row
    assert set(INSTANTS) - {"pending_until"} <= row.keys() | {"pending_until"}
    assert [each["at"] for each in events] == sorted(each["at"] for each in events)
    clocks = recompute(({**each, "public": each["public_seq"] is not None} for each in events), [], World({}, {}))
    assert not clocks.running
    assert not clocks.timeline
