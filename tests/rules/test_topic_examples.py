"""Who has said what a ticket is about, and which of its words are read."""

from typing import Any

import pytest

from app.rules import topic_examples
from app.rules.topic_examples import source, text


def event(topic: str | None, actor: str = "agent", **more: Any) -> Any:
    """An event that set a topic."""
    plain = {"type": "ticket.updated", "via": None, "cause": None, "imported": False}
    return {**plain, "actor_kind": actor, "topic": topic, **more}


CONFIRMED = event("a", type="ticket.topic_confirmed")


@pytest.mark.parametrize(
    ("log", "who"),
    [
        ([], None),
        ([event("a")], "person"),
        ([event("a", "customer")], "person"),
        ([event("a", "partner")], "person"),
        ([event("a", via="macro")], "person"),
        ([event("a", via="bulk")], "person"),
        ([event("a", "system", via="automation")], "rule"),
        ([event("a", "system")], "rule"),
        ([event("a", "system", via="topic_model")], "model"),
        ([event("a", "system", via="topic_model"), CONFIRMED], "person"),
        ([event("a", "system", via="topic_model"), event("b")], "person"),
        ([event("a"), event("b", "system", via="topic_model")], "model"),
        ([event("a"), event("x/a", "system", cause="topics.move")], "person"),
        ([event("a", "system", via="topic_model"), event("x/a", "system", cause="topics.move")], "model"),
        ([event("a"), event(None)], None),
        ([event("a", "system", imported=True)], "person"),
    ],
)
def test_who_said_it(log: list[Any], who: str | None) -> None:
    assert source(log) == who


def said(*bodies: str, by: str = "customer") -> list[dict[str, str]]:
    """Messages."""
    return [{"author_kind": by, "body": each} for each in bodies]


@pytest.mark.parametrize(
    ("subject", "messages", "read"),
    [
        ("Card", said("It was declined in a shop", "Hello?"), "Card\nIt was declined in a shop"),
        ("Hi", said("Hi", "😀", "my card was declined", "more"), "Hi\n😀\nmy card was declined"),
        ("Help me", said("Help me\nIt was declined"), "Help me\nIt was declined"),
        ("Call", said("They ask for a refund", "We called back", by="agent"), "Call\nThey ask for a refund"),
        ("Hi", [*said("Nobody is here", by="system"), *said("The card is lost")], "Hi\nThe card is lost"),
        ("Nothing", [], "Nothing"),
    ],
)
def test_what_is_read(subject: str, messages: list[dict[str, str]], read: str) -> None:
    assert text(subject, messages) == read


def test_what_is_read_has_an_end() -> None:
    assert len(text("x", said(*(["a" * 100_000] * 50)))) < 6 * topic_examples.LETTERS
    assert not topic_examples.enough("😀 12345")
