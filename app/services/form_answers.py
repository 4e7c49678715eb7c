"""The answers of a public form: held against its questions, and as the ticket that they become."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.db import Connection
from app.errors import Invalid
from app.models import Form
from app.rules.conditions import CUSTOM
from app.rules.forms import label_of, unanswered
from app.rules.locales import best
from app.schemas.form_submissions import FormSubmissionIn
from app.services import naming, vocabularies

_BUILT_IN = ("subject", "body", "topic", "type", "language")


def stated(answers: FormSubmissionIn) -> dict[str, Any]:
    """What was answered, by the names that questions have."""
    found: dict[str, Any] = {name: getattr(answers, name) for name in _BUILT_IN}
    if answers.requester is not None:
        found |= {f"requester.{name}": value for name, value in answers.requester.model_dump().items()}
    found |= {CUSTOM + key: value for key, value in answers.custom_fields.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def refuse_unasked(form: Form, answers: FormSubmissionIn, *, with_files: bool) -> None:
    """A stranger answers what is asked and sets nothing else. Raises `Invalid` (`not_asked`)."""
    asked = {each["field"] for each in form.definition["questions"]}
    # Where a form does not ask who it is, they may still say how to reach them; and in which language.
    asked |= {"language", "requester.email", "requester.name"}
    wrong = [name for name in stated(answers) if name not in asked]
    if with_files and "attachments" not in asked:
        wrong.append("attachments")
    if wrong:
        detail = "The form does not ask for this"
        errors = [naming.refusal(tuple(each.split(".", 1)), "not_asked", detail) for each in wrong[:50]]
        raise Invalid(detail, code="not_asked", errors=errors)


async def refuse_unanswered(connection: Connection, form: Form, answers: FormSubmissionIn) -> None:
    """Raise `Invalid` (`field_required`) for what the form asks everybody for. Custom fields, topic and language are
    looked at with the ticket, whatever entrance it comes by.
    """
    words = await vocabularies.current(connection)
    rules = words.forms.get(form.key)
    if rules is None:
        return
    given = stated(answers)
    facts: dict[str, Any] = {name: given.get(name) for name in _BUILT_IN}
    facts |= {name: value for name, value in given.items() if name.startswith("requester.")}
    facts |= {"channel": "form", "priority": "normal", "tags": [], "brand": rules.brand}
    facts["type"] = answers.type or rules.ticket_type or "question"
    facts["custom_fields"] = answers.custom_fields
    missing = [each for each in unanswered(rules, facts) if each.path[0] in {"requester", "subject", "body"}]
    always = [
        each.field for each in rules.questions if each.field in {"subject", "body"} and each.conditions.hold(facts)
    ]
    paths = dict.fromkeys([each.path for each in missing])
    paths |= dict.fromkeys((name,) for name in always if not given.get(name))
    if paths:
        detail = "The form asks for this"
        errors = [naming.refusal(path, "field_required", detail) for path in paths]
        raise Invalid(detail, code="field_required", errors=errors)


def ticket(form: Form, answers: FormSubmissionIn, files: Sequence[UUID], languages: Sequence[str]) -> dict[str, Any]:
    """The body of the ticket. A form that asks for no subject or text has its title for them.

    A phone number is written below the text: as a customer's own number it would be proof of who they are.
    """
    title = best(form.definition["titles"], languages)
    body = answers.body or title
    if answers.requester is not None and answers.requester.phone is not None:
        label = best(label_of("requester.phone"), languages)
        body = f"{body[:16_000]}\n\n{label}: {answers.requester.phone}"
    said = {
        "subject": answers.subject or title[:500],
        "body": body,
        "topic": answers.topic,
        "type": answers.type,
        "language": answers.language,
        "custom_fields": answers.custom_fields,
        "brand": form.definition["brand"],
        "form": form.key,
        "attachment_ids": list(files),
    }
    return {name: value for name, value in said.items() if value not in (None, [], {})}
