"""What of a ticket a model of topics learns from: who said what it is about, and in which words it was asked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from app.rules import wordbags

Source: TypeAlias = Literal["person", "model", "rule"]

# A first message with fewer words says too little: what follows is read too.
ENOUGH_WORDS = 3
# Messages of a ticket that are looked at, and letters of each.
MESSAGES, LETTERS = 5, 4_000
CONFIRMED = "ticket.topic_confirmed"
MOVED = "topics.move"


def source(log: Iterable[Mapping[str, Any]]) -> Source | None:
    """Who said what a ticket is about, by the events that touched its topic, in their order; None: nobody.

    Each has `type`, `actor_kind`, `topic` (as it was set), `via` (the kind of what caused it), `cause` and `imported`.
    That a topic was moved in the tree says nothing about the ticket. What came with an import people have said
    elsewhere. What a rule of the desk has set would only teach that rule.
    """
    found: Source | None = None
    for event in log:
        if event["type"] == CONFIRMED:
            found = "person"
        elif event["cause"] == MOVED:
            continue
        elif event["topic"] is None:
            found = None
        elif event["imported"]:
            found = "person"
        elif event["via"] == "topic_model":
            found = "model"
        elif event["via"] == "automation" or event["actor_kind"] == "system":
            found = "rule"
        else:
            found = "person"
    return found


def text(subject: str, messages: Sequence[Mapping[str, Any]]) -> str:
    """What is read of a ticket: its subject and the customer's first public message, and more of them while these say
    next to nothing. Where no customer has written, what was written first is what they said (a call, say).

    `messages` are public, in their order, each with `author_kind` and `body`. A first line that is the subject again is
    read once.
    """
    theirs = [each["body"] for each in messages if each["author_kind"] != "agent" and each["author_kind"] != "system"]
    bodies = theirs or [each["body"] for each in messages if each["author_kind"] == "agent"][:1]
    said: list[str] = []
    for body in bodies[:MESSAGES]:
        said.append(body[:LETTERS])
        if len(wordbags.words("\n".join(said))) >= ENOUGH_WORDS:
            break
    whole = "\n".join(said)
    return whole if whole.startswith(subject) else f"{subject}\n{whole}".strip()


def enough(read: str) -> bool:
    """Whether there is a word in it at all."""
    return bool(wordbags.words(read))
