"""Which ticket a mail belongs to: what names it can be forged or passed on, and then nothing is said in its name."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import mail_ids
from app.rules.mail_threading import ThreadFacts, answered, decide, numbers, proves

A, B, C, D = (UUID(int=each) for each in range(1, 5))
KNOWN = {each: frozenset({"eve@example.com", f"{each.int}@example.com"}) for each in (A, B, C, D)}
KEYS = (mail_ids.key("the secret of today " * 2), mail_ids.key("the secret of yesterday " * 2))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"plus": [A], "signed": [B], "stored": [C], "numbered": [D]}, (A, "plus_address", "participant")),
        ({"signed": [B], "stored": [C], "numbered": [D]}, (B, "signed_id", "participant")),
        ({"stored": [C, A], "numbered": [D]}, (C, "stored_id", "participant")),
        ({"numbered": [D]}, (D, "number", "participant")),
        ({}, (None, "new", "sender")),
        ({"plus": [UUID(int=99)], "stored": [C]}, (C, "stored_id", "participant")),
        ({"plus": [A], "sender": "mallory@evil.example"}, (A, "plus_address", "pending")),
        ({"stored": [A], "sender": "mallory@evil.example"}, (A, "stored_id", "pending")),
        ({"numbered": [A], "sender": "mallory@evil.example"}, (None, "new", "sender")),
        ({"numbered": [A], "sender": ""}, (None, "new", "sender")),
        ({"signed": [A], "proven": False}, (A, "signed_id", "unproven")),
        ({"numbered": [A], "proven": False}, (None, "new", "unproven")),
        ({"proven": False}, (None, "new", "unproven")),
        ({"signed": [A], "proven": False, "unvouched": frozenset({A})}, (A, "signed_id", "participant")),
    ],
)
def test_the_first_way_decides_and_the_sender_whether_they_may_speak(facts: dict[str, Any], expected: Any) -> None:
    found = decide(ThreadFacts(**{"sender": "eve@example.com", "participants": KNOWN, **facts}))
    assert (found.ticket_id, found.by, found.trust) == expected
    assert found.held == (found.ticket_id is not None and found.trust != "participant")


def test_numbers_and_ids_are_read_in_their_order() -> None:
    assert numbers("Re: [#12] and [#7], [#12] #5 [#x]") == (12, 7)
    assert numbers("[#" + "9" * 5_000 + "]") == ()
    assert answered(["z@x"], ["a@x", "b@x", "z@x"]) == ("z@x", "b@x", "a@x")
    assert len(answered([], [str(each) for each in range(900)])) == 20


@pytest.mark.parametrize(
    ("lines", "proven"),
    [
        (["mx.shop.example; dkim=pass; dmarc=fail (p=reject) header.from=bank.example"], False),
        (["MX.shop.example 1; spf=none;\r\n dmarc = FAIL"], False),
        (["mx.shop.example; dmarc=pass"], True),
        (["mx.shop.example; dmarc=none; dkim=fail"], True),
        (["mx.evil.example; dmarc=fail", "mx.shop.example; dmarc=pass"], True),
        (["mx.shop.example; dmarc=fail", "mx.shop.example; dmarc=pass"], False),
        (["mx.shop.example; dkim=pass", "mx.shop.example; dmarc=fail"], False),
        (["mx.shop.example; " + "dkim=fail header.d=evil.example; " * 200 + "dmarc=fail"], False),
        ([], True),
    ],
)
def test_only_the_mailboxs_own_server_disowns_a_sender(lines: list[str], proven: bool) -> None:  # noqa: FBT001
    assert proves(lines, "mx.shop.example", ["vera@bank.example"]) is proven
    assert proves(lines, None, ["vera@bank.example"])


def test_what_a_server_says_of_one_domain_is_no_proof_of_another() -> None:
    both = ["vera@bank.example", "mallory@evil.example"]
    assert not proves(["mx.shop.example; dmarc=pass"], "mx.shop.example", both)
    assert proves([], "mx.shop.example", ["vera@bank.example", "oleg@BANK.example"])
    assert proves([], None, both)
    assert not proves([], None, []), "`Sender` alone says nothing of who wrote"


@given(st.uuids(), st.uuids(), st.booleans())
def test_our_names_are_known_again_in_any_case_and_after_a_rotation(ticket: UUID, message: UUID, old: bool) -> None:  # noqa: FBT001
    made_by = KEYS[1:] if old else KEYS
    made = mail_ids.message_id(made_by, ticket_id=ticket, message_id=message, domain="shop.example")
    assert mail_ids.read_message_id(f" <{made.upper()}> ", KEYS) == mail_ids.Signed(ticket, message)
    to = mail_ids.reply_address(made_by, ticket_id=ticket, address="help@Shop.example")
    assert to is not None
    assert mail_ids.read_reply_address(to.upper(), KEYS) == ticket
    assert mail_ids.base_address(to) == "help@shop.example"
    assert len(to.partition("@")[0]) <= 64


def test_nothing_else_is_ours() -> None:
    made = mail_ids.message_id(KEYS, ticket_id=A, message_id=B, domain="x.example")
    to = str(mail_ids.reply_address(KEYS, ticket_id=A, address="help@x.example"))
    stranger = (mail_ids.key("another desk's secret " * 2),)
    assert mail_ids.read_message_id(made, stranger) is None
    assert mail_ids.read_reply_address(to, stranger) is None
    for place in range(5, made.index("@")):
        changed = made[:place] + ("a" if made[place] != "a" else "b") + made[place + 1 :]
        assert mail_ids.read_message_id(changed, KEYS) is None or place >= made.index("@") - 1
    # A name for one thing is none for another: the reply address of a ticket is no Message-ID.
    token = to.partition("+")[2].partition("@")[0]
    assert mail_ids.read_message_id(f"otk1.{token}@x.example", KEYS) is None
    assert mail_ids.reply_address(KEYS, ticket_id=A, address=f"{'a' * 40}@x.example") is None
    assert mail_ids.is_desk_mark(mail_ids.desk_mark(KEYS[1:]), KEYS)
    assert not mail_ids.is_desk_mark(mail_ids.desk_mark(stranger), KEYS)


@given(st.text() | st.from_regex(r"<?otk1\.[a-z2-7]{0,90}@x>?", fullmatch=True) | st.from_regex(r"h\+[a-z2-7]{0,90}@x"))
def test_reading_takes_anything(text: str) -> None:
    assert mail_ids.read_message_id(text, KEYS) is None
    assert mail_ids.read_reply_address(text, KEYS) is None
    mail_ids.base_address(text)
    mail_ids.is_desk_mark(text, KEYS)
