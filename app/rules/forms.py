"""Forms: which questions are asked of a ticket, and which of them have no answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app import locales
from app.rules.conditions import CUSTOM, Conditions, Problem

# What every ticket has, besides custom fields: what kind of question it is.
BUILT_IN: Mapping[str, str] = {
    "subject": "text", "body": "long_text", "topic": "topic", "type": "select", "priority": "select",
    "language": "language", "attachments": "attachments", "requester.name": "text", "requester.email": "email",
    "requester.phone": "phone",
}  # fmt: skip
# A ticket has a type and a priority in any case; and files are sent apart from it.
NEVER_REQUIRED = frozenset({"type", "priority", "attachments"})

_ALWAYS = Conditions()


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one field, asked where its conditions hold."""

    field: str
    required: bool = False
    conditions: Conditions = _ALWAYS


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands."""

    key: str
    brand: str | None = None
    ticket_type: str | None = None
    public: bool = True
    archived: bool = False
    questions: tuple[Question, ...] = field(default_factory=tuple)


def unanswered(form: Form, facts: Mapping[str, Any]) -> list[Problem]:
    """The required questions without an answer in `facts`: fields of the ticket, custom fields and `requester.*`."""
    values = facts.get("custom_fields") or {}
    found = []
    for each in form.questions:
        key = each.field.removeprefix(CUSTOM)
        value = values.get(key) if each.field.startswith(CUSTOM) else facts.get(each.field)
        if each.required and value in (None, "", []) and each.conditions.hold(facts):
            path = ("custom_fields", key) if each.field.startswith(CUSTOM) else tuple(each.field.split("."))
            found.append(Problem(path, "field_required", "The form asks for this"))
    return found


def label_of(name: str) -> Mapping[str, str]:
    """What a question about something that every ticket has is called when its form does not say."""
    return locales.everywhere(f"label.{name}") or {"en": name}
