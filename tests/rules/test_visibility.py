"""What callers see: nothing that is hidden gets out, whatever it holds and wherever it stands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ids import new_id
from app.models import Ticket
from app.rules.actors import Actor
from app.rules.visibility import CUSTOMER_FIELDS, HIDDEN, PARTNER_FIELDS, event_data_for, fields_for
from app.schemas.tickets import TicketOut
from app.services.lean import wire

SECRET = "zq-secret-zq"
COLUMNS = sorted(Ticket.model_fields)
INTERNAL_FIELDS = sorted(set(COLUMNS) - CUSTOMER_FIELDS)
VALUES = st.sampled_from([SECRET, [SECRET], {SECRET: 1}, {"deep": [SECRET]}])


@given(
    st.dictionaries(st.sampled_from(INTERNAL_FIELDS), VALUES), st.dictionaries(st.sampled_from(INTERNAL_FIELDS), VALUES)
)
def test_no_event_tells_a_customer_what_is_ours(now: dict[str, Any], before: dict[str, Any]) -> None:
    data = {"set": {**now, "status": "open"}, "was": before, "decision": {"why": SECRET}, "agent": {"name": "Anna"}}
    seen = event_data_for("customer", data)
    assert SECRET not in str(seen)
    assert seen["set"] == {"status": "open"}
    assert seen["agent"] == {"name": "Anna"}, "who answers has a name"
    assert "decision" not in event_data_for("partner", data)
    assert event_data_for("agent", data) == event_data_for("system", data) == data


@given(st.dictionaries(st.sampled_from(COLUMNS), VALUES))
def test_looking_does_not_change_what_is_looked_at(changes: dict[str, Any]) -> None:
    data = {"set": dict(changes), "was": dict(changes)}
    event_data_for("customer", data)
    assert data == {"set": changes, "was": changes}


def row(**values: Any) -> dict[str, Any]:
    """A ticket as the hot paths read one."""
    plain: dict[str, Any] = dict.fromkeys(
        [*COLUMNS, "requester_name", "requester_email", "next_due_at", "merged_into", "has_merged"]
    )
    return {
        **plain, "tags": [SECRET], "custom_fields": f'{{"a": "{SECRET}"}}', "team_id": SECRET, "source_id": SECRET,
        "external_id": SECRET, "seq": 9, "public_seq": 4, "version": 7, "updated_at": SECRET,
        "public_updated_at": "then", "queued_at": SECRET, "episode": SECRET, "next_due_at": SECRET,
        "snoozed_until": SECRET, "pending_until": SECRET, "tier": SECRET, **values,
    }  # fmt: skip


def test_no_ticket_tells_a_customer_what_is_ours() -> None:
    shown = wire.ticket(row(), Actor(kind="customer", id=new_id(), name="Vera"))
    assert SECRET.encode() not in wire.dumps(shown)
    assert (shown["seq"], shown["version"], shown["updated_at"]) == (4, 4, "then")
    assert set(shown) == set(TicketOut.model_fields) - {"messages"}, "the shape is everybody's"


def test_a_partner_sees_its_own_fields_and_no_internal_counter() -> None:
    shown = wire.ticket(row(), Actor(kind="partner", id=new_id(), name="Shop"))
    assert shown["tags"] == [SECRET]
    assert (shown["seq"], shown["version"], shown["updated_at"]) == (4, 4, "then")


def test_an_agent_sees_everything() -> None:
    shown = wire.ticket(row(), Actor(kind="agent", id=new_id(), name="Anna"))
    assert (shown["seq"], shown["version"], shown["updated_at"]) == (9, 7, SECRET)
    assert shown["tags"] == [SECRET]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_field_is_decided(name: str) -> None:
    """A new column is nobody's business until somebody lists it: hidden ones that are shown have a neutral value."""
    if name in TicketOut.model_fields and name not in CUSTOMER_FIELDS | {"seq", "version", "updated_at"}:
        assert name in HIDDEN


def test_partners_see_what_customers_see_and_more() -> None:
    assert CUSTOMER_FIELDS < PARTNER_FIELDS
    assert not {"queued_at", "episode", "version", "seq", "updated_at"} & PARTNER_FIELDS
    assert fields_for("agent") is fields_for("system") is None
    assert fields_for("customer") == fields_for("something new") == CUSTOMER_FIELDS
