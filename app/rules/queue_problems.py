"""What a queue cannot say, whatever the desk has: with where, a stable code and a sentence for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.rules.conditions import Problem
from app.rules.texts import PLACEHOLDERS, unknown_placeholders

Definition = Mapping[str, Any]


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with a stored definition, but for its conditions."""
    yield from _overflow(definition["overflow"])
    yield from _skills(definition["skills"])
    yield from _when_closed(definition["when_closed"])
    yield from _texts(("when_closed", "text"), definition["when_closed"]["text"])
    yield from _texts(("handover_text",), definition["handover_text"])


def _overflow(stages: Sequence[Definition]) -> Iterator[Problem]:
    for place in range(1, len(stages)):
        if stages[place]["after_seconds"] <= stages[place - 1]["after_seconds"]:
            sentence = "Each stage of overflow begins later than the one before"
            yield Problem(("overflow", place, "after_seconds"), "overflow_not_later", sentence)


def _skills(skills: Sequence[Definition]) -> Iterator[Problem]:
    for place, each in enumerate(skills):
        path = ("skills", place, "drop_after_seconds")
        if each["required"] and each["drop_after_seconds"] is not None:
            yield Problem(path, "never_dropped", "A required skill is never dropped: set required to false")
        elif not each["required"] and each["drop_after_seconds"] is None:
            yield Problem(path, "drop_after_needed", "Say after how many seconds this skill is no longer asked for")


def _when_closed(closed: Definition) -> Iterator[Problem]:
    path = ("when_closed", "queue_id")
    if closed["do"] == "queue" and closed["queue_id"] is None:
        yield Problem(path, "queue_needed", "Say which queue takes over when this one is closed")
    elif closed["do"] != "queue" and closed["queue_id"] is not None:
        yield Problem(path, "queue_not_used", 'A queue takes over only with "do": "queue"')


def _texts(path: tuple[str, ...], texts: Mapping[str, str]) -> Iterator[Problem]:
    for language, text in texts.items():
        for name in unknown_placeholders(text):
            there = ", ".join(f"{{{each}}}" for each in sorted(PLACEHOLDERS))
            yield Problem((*path, language), "unknown_placeholder", f"There is no {{{name}}}: use {there}")
