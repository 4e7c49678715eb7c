"""Whom a mail names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.mail_people import Named, address, copies

OURS = frozenset({"help@shop.example"})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (" Vera@Example.COM ", "vera@example.com"),
        ("anna@desk", "anna@desk"),
        ("имя@пример.рф", "имя@пример.рф"),
        *(
            (each, None)
            for each in ("", "x", "@x", "x@", "a@b@c", "a b@c", "a@b\x00", "a@b\nc", "a,b@c", "a" * 250 + "@b.example")
        ),
    ],
)
def test_what_is_an_address(said: str, found: str | None) -> None:
    assert address(said) == found


def test_copies_are_other_people_and_only_where_we_know_who_we_are() -> None:
    to = [
        ("Help", "HELP+abc@shop.example"),
        ("Oleg ", "Oleg@example.com"),
        ("", "vera@example.com"),
        ("", "oleg@example.com"),
    ]
    assert copies(to, sender="vera+x@example.com", ours=OURS) == (Named("oleg@example.com", "Oleg"),)
    assert copies(to[1:], sender="vera@example.com", ours=OURS) == ()
    assert copies([*to, ("", "no-reply@x.example"), ("", "MAILER-DAEMON@x")], sender="vera@example.com", ours=OURS) == (
        Named("oleg@example.com", "Oleg"),
    )
    many = [to[0], *(("", f"p{n}@example.com") for n in range(11))]
    assert copies(many, sender="vera@example.com", ours=OURS) == ()


@given(st.lists(st.tuples(st.text(), st.text() | st.emails())), st.text())
def test_any_names_are_taken(addressed: list[tuple[str, str]], sender: str) -> None:
    assert len(copies([("", "help@shop.example"), *addressed], sender=sender, ours=OURS)) <= 10
