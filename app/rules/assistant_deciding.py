"""Whether the assistant may answer a message by itself, and whether what it wrote may go without a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from app.rules import topics
from app.rules.assistant_outputs import SUPPORT, Checked, says_no_answer, support

# Why a message is not answered, for people who wonder.
Declined: TypeAlias = Literal[
    "switched_off", "other_topic", "over", "spam", "tense", "human_wrote", "in_chat", "overtaken", "changed", "late", "not_a_person",
    "stranger", "enough", "no_words", "no_articles", "not_in_articles", "no_citation", "little_support",
    "unsound", "personal", "unusable", "provider", "budget", "gave_up",
]  # fmt: skip

# What waited for longer (a provider that was away, a topic that was set late) is answered by people.
FRESH: Final = timedelta(minutes=30)
# One person gets so many in a day, in however many tickets.
PER_PERSON_AND_DAY: Final = 10
# A person may look at it first.
_NOTICES_FOR_PEOPLE: Final = frozenset({"address_removed", "unknown_number", "unknown_citation", "cut_off"})
_WAITS = frozenset({"new", "open", "pending", "on_hold"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What a brand has switched on: for these topics and what is below them, so many times a ticket."""

    topics: Sequence[str]
    per_ticket: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer's message, and what is known of its thread now.

    `human_wrote`: an agent has written to the customer on this ticket, at any time. `in_chat`: an agent talks with
    them. `newest`: whether it is the customer's last. `kind` is what a mail was judged to be. `trust` is what is known
    of its sender (`pending`, `unproven`: nobody has vouched for them). `answers` were given by the assistant on this
    ticket, `person_answers` to this person in a day. `tension` and `spam` are the ticket's.
    """

    at: datetime
    status: str
    topic: str | None
    body: str
    human_wrote: bool = False
    in_chat: bool = False
    newest: bool = True
    redacted: bool = False
    kind: str = "person"
    trust: str | None = None
    tension: str = "none"
    spam: str = "no"
    answers: int = 0
    person_answers: int = 0


def matches(topic: str | None, wanted: Collection[str]) -> bool:
    """Whether a ticket's topic is one of these or below one of them."""
    return topic is not None and any(topics.within(topics.tidy(topic), topics.tidy(each)) for each in wanted)


def refused(rules: Rules, asked: Asked, *, now: datetime) -> Declined | None:
    """Why this message is not answered; None: it is. Asked before the model is, and again under the ticket's lock."""
    checks: tuple[tuple[Declined, bool], ...] = (
        ("switched_off", not rules.topics),
        ("other_topic", not matches(asked.topic, rules.topics)),
        ("human_wrote", asked.human_wrote),
        ("in_chat", asked.in_chat),
        ("over", asked.status not in _WAITS),
        ("changed", asked.redacted),
        # Whoever is angry is not to be answered by a machine; spam is not answered at all.
        ("spam", asked.spam != "no"),
        ("tense", asked.tension == "high"),
        ("overtaken", not asked.newest),
        ("not_a_person", asked.kind != "person"),
        ("stranger", asked.trust in {"pending", "unproven"}),
        ("late", now - asked.at > FRESH),
        ("enough", asked.answers >= rules.per_ticket or asked.person_answers >= PER_PERSON_AND_DAY),
        ("no_words", not asked.body.strip()),
    )
    return next((why for why, holds in checks if holds), None)


def unsound(checked: Checked, cited: Sequence[str], language: str | None, *, strange: bool) -> Declined | None:
    """Why what the model wrote does not go without a person; None: it may. `cited` are the texts that it cites.

    `strange`: it names data that were hidden from it.
    """
    if says_no_answer(checked.text):
        return "not_in_articles"
    if not checked.cited:
        return "no_citation"
    if strange:
        return "personal"
    if any(each.kind in _NOTICES_FOR_PEOPLE for each in checked.notices):
        return "unsound"
    return "little_support" if support(checked.text, cited, language) < SUPPORT else None
