"""The mapping of partners' JSON: what is found where, and that no JSON makes it fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.rules.intake import FIELDS, SUBJECT_FROM_BODY, extract
from app.rules.intake_rules import lookup
from app.services.intake_judging import judged

WORDS = st.sampled_from(
    ["subject", "title", "body", "text", "requester", "customer", "email", "phone", "name", "external_id", "priority",
     "type", "language", "tags", "custom_fields", "data", "a", "0", "1", "", "a.b"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS | st.just("v@example.com")
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(), inner, max_size=6)
)
PATHS = st.lists(WORDS | st.text(min_size=1, max_size=5), min_size=1, max_size=4).map(".".join)
MAPPINGS = st.dictionaries(st.sampled_from(FIELDS), PATHS | st.none(), max_size=6)


@given(payload=ANY_JSON, mapping=MAPPINGS)
def test_any_json_is_a_ticket_or_our_own_refusal(payload: Any, mapping: dict[str, str | None]) -> None:
    found = extract(payload, mapping)
    refused = None
    try:
        ticket = judged(found).ticket
    except Invalid as error:
        refused = error
    if refused is None:
        assert ticket.external_id or (ticket.subject and ticket.body)
        assert ticket.subject is None or ticket.subject.strip()
    else:
        assert refused.errors
        assert all(each["pointer"].startswith("/") for each in refused.errors)


@given(payload=ANY_JSON, mapping=MAPPINGS)
def test_every_value_comes_from_the_place_that_is_named(payload: Any, mapping: dict[str, str | None]) -> None:
    found = extract(payload, mapping)
    assert set(found.values) == set(found.paths)
    for name, path in found.paths.items():
        assert lookup(payload, path) is not None, (name, path)
        if mapping.get(name, path) is None:
            assert name in {"subject", "body"}, "a field that is switched off is only ever completed"


@given(payload=ANY_JSON, path=PATHS | st.text())
def test_a_lookup_never_fails(payload: Any, path: str) -> None:
    lookup(payload, path)


@given(payload=ANY_JSON)
def test_the_same_payload_gives_the_same_ticket(payload: Any) -> None:
    assert repr(extract(payload, {})) == repr(extract(payload, {}))


@given(body=st.text(min_size=1, max_size=2000).filter(str.strip))
def test_a_subject_taken_from_the_body_is_a_line_of_it(body: str) -> None:
    subject = extract({"body": body}, {}).values["subject"]
    assert subject
    assert len(subject) <= SUBJECT_FROM_BODY
    assert subject.removesuffix("…").strip() in body


@pytest.mark.parametrize(
    ("payload", "field", "value"),
    [
        ({"subject": " a ", "title": "b"}, "subject", "a"),
        ({"subject": "", "title": "b"}, "subject", "b"),
        ({"title": 4711, "text": "x"}, "subject", "4711"),
        ({"body": "\n  First line \nsecond"}, "subject", "First line"),
        ({"subject": "only this"}, "body", "only this"),
        ({"data": {"subject": "inside"}, "type": "order.late"}, "subject", "inside"),
        ({"data": {"subject": "inside"}, "subject": "outside"}, "subject", "outside"),
        ({"requester": {"email": "v@example.com"}}, "requester_email", "v@example.com"),
        ({"customer": {"phone": 49301234567}}, "requester_phone", "49301234567"),
        ({"requester": "v@example.com"}, "requester_email", "v@example.com"),
        ({"requester": "Vera"}, "requester_name", "Vera"),
        ({"requester": {"email": "a@x.example"}, "email": "b@x.example"}, "requester_email", "b@x.example"),
        ({"priority": "HIGH"}, "priority", "high"),
        ({"priority": "critical"}, "priority", "urgent"),
        ({"priority": "whatever"}, "priority", "whatever"),
        ({"type": "Incident"}, "type", "incident"),
        ({"type": "order.created"}, "type", None),
        ({"language": "de_AT"}, "language", "de-AT"),
        ({"tags": "a, b,,a"}, "tags", ["a", "b"]),
        ({"tags": ["a", 7, "", None]}, "tags", ["a", "7"]),
        ({"tags": []}, "tags", None),
        ({"external_id": 17}, "external_id", "17"),
        ({"external_id": True}, "external_id", True),
        ([{"subject": "in a list"}], "subject", None),
    ],
)  # fmt: skip
def test_where_fields_are_found_without_a_mapping(payload: Any, field: str, value: Any) -> None:
    assert extract(payload, {}).values.get(field) == value


@pytest.mark.parametrize(
    ("mapping", "field", "value"),
    [
        ({"subject": "issue.title"}, "subject", "Deep"),
        ({"subject": "nowhere"}, "subject", "Words"),
        ({"subject": None}, "subject", "Words"),
        ({"tags": None}, "tags", None),
        ({"body": "items.1.text"}, "body", "second"),
        ({"body": "items.7.text"}, "body", "usual"),
        ({"body": "items.-1.text"}, "body", "usual"),
        ({"requester": "buyer"}, "requester_name", "Oleg"),
        ({"requester": "buyer", "requester_name": None}, "requester_name", None),
        ({"requester": "buyer", "requester_email": "issue.mail"}, "requester_email", "m@example.com"),
        ({"type": "issue.title"}, "type", "deep"),
    ],
)
def test_a_mapped_field_is_taken_from_its_path_only(mapping: dict[str, str | None], field: str, value: Any) -> None:
    payload = {
        "subject": "usual",
        "body": "Words",
        "tags": ["x"],
        "issue": {"title": "Deep", "mail": "m@example.com"},
        "items": [{"text": "first"}, {"text": "second"}],
        "buyer": {"name": "Oleg", "email": "o@example.com"},
    }
    assert extract(payload, mapping).values.get(field) == value


def test_a_body_over_the_limit_and_an_unknown_priority_are_named_where_the_partner_wrote_them() -> None:
    payload = {"data": {"text": "x" * 20_000, "priority": "soon", "customer": {"email": "nobody"}}}
    with pytest.raises(Invalid) as refused:
        judged(extract(payload, {}))
    assert {each["pointer"] for each in refused.value.errors} == {
        "/data/text", "/data/priority", "/data/customer/email",
    }  # fmt: skip
