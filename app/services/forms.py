"""Forms: make, list, change, archive; and what is known already of whoever fills them in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid
from app.models import Customer, FieldDefinition, Form, Ticket
from app.rules import conditions as condition_rules
from app.rules import form_spam
from app.rules.actors import Actor
from app.rules.conditions import CUSTOM
from app.rules.fields import CONDITION_FIELDS, Fields, within
from app.rules.forms import BUILT_IN, label_of
from app.rules.locales import best
from app.schemas.forms import (
    FormChoiceOut,
    FormDefinition,
    FormIn,
    FormOut,
    FormPage,
    FormPatch,
    FormTokenOut,
    QuestionOut,
)
from app.services import choosing, customer_answers, definitions, form_tokens, naming, ticket_access, vocabularies
from app.services.sla_worlds import conditions_of

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": ("question", "incident", "problem", "task", "request", "feedback"),
    "priority": ("low", "normal", "high", "urgent"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom forms are shown: in which languages, and of which customer what is known."""

    actor: Actor
    languages: Sequence[str]
    requester_id: UUID | None = None


async def create(session: AsyncSession, asked: Asked, new: FormIn) -> FormOut:
    """Make a form. Raises `Invalid` (`unknown_field`, `unknown_brand`), `Conflict` (`key_taken`)."""
    made = await definitions.create(session, Form, new, _check(session))
    return (await _shown(session, asked, [made]))[0]


async def read(session: AsyncSession, asked: Asked, key: str) -> FormOut:
    """A form. Raises `NotFound`, also for one that is not for this caller."""
    found = await definitions.read(session, await choosing.open_forms(session, asked.actor), Form, key)
    shown = (await _shown(session, asked, [found]))[0]
    if shown.public and not shown.archived:
        now = clock.now()
        shown.submission = FormTokenOut(
            token=form_tokens.issue(found.id, now=now),
            trap=form_spam.TRAP,
            least_seconds=form_spam.LEAST_SECONDS,
            expires_at=form_tokens.expires_at(now),
        )
    return shown


async def page(session: AsyncSession, asked: Asked, *, archived: bool, cursor: str | None, limit: int) -> FormPage:
    """The forms by key, as this caller may fill them in. Raises `Invalid` for a cursor that is not ours."""
    query = await choosing.open_forms(session, asked.actor)
    found, following = await definitions.page(session, query, Form, archived=archived, cursor=cursor, limit=limit)
    return FormPage(items=await _shown(session, asked, found), next_cursor=following)


async def patch(session: AsyncSession, asked: Asked, key: str, change: FormPatch, *, version: str | None) -> FormOut:
    """Change a form. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    query = definitions.visible_to(Form)
    found = await definitions.patch(session, query, Form, key, change, _check(session), version=version)
    return (await _shown(session, asked, [found]))[0]


def _check(session: AsyncSession) -> definitions.Check:
    async def check(row: Form) -> None:
        stated = row.definition
        there = set((await session.exec(select(FieldDefinition.key))).all())
        wrong = []
        for place, each in enumerate(stated["questions"]):
            if each["field"].startswith(CUSTOM) and each["field"].removeprefix(CUSTOM) not in there:
                wrong.append(naming.refusal(("questions", place, "field"), "unknown_field", "There is no such field"))
            wrong += [
                naming.refusal(("questions", place, "conditions", *found.path), found.code, found.sentence)
                for found in condition_rules.problems(conditions_of(each["conditions"]), CONDITION_FIELDS)
            ]
        if wrong:
            raise Invalid("See errors: each entry names a field", errors=wrong[:50])
        if stated["brand"] is not None:
            await naming.refuse(session, [(("brand",), "brand", stated["brand"])])

    return check


async def _shown(session: AsyncSession, asked: Asked, forms: Sequence[Form]) -> list[FormOut]:
    connection = await raw_connection(session)
    words = await vocabularies.current(connection)
    known: dict[str, Any] = {}
    customer = await _customer(session, asked)
    if customer is not None:
        answers = await customer_answers.known(connection, words.fields, customer.id, source_id=asked.actor.source_id)
        known = {CUSTOM + key: value for key, value in answers.items()}
        known |= {
            "requester.name": customer.name,
            "requester.email": customer.email or customer.claimed_email,
            "requester.phone": customer.phone,
            "language": customer.locale,
        }
    return [_form(each, asked, words.fields, known) for each in forms]


async def _customer(session: AsyncSession, asked: Asked) -> Customer | None:
    """Of whom it is marked what is known. To partners a customer who has no ticket of theirs is unknown."""
    whose = asked.actor.id if asked.actor.kind == "customer" else asked.requester_id
    if whose is None:
        return None
    if asked.actor.kind == "partner":
        theirs = ticket_access.visible_to(asked.actor).where(col(Ticket.requester_id) == whose).limit(1)
        if (await session.exec(theirs)).first() is None:
            return None
    return await session.get(Customer, whose)


def _form(row: Form, asked: Asked, fields: Fields, known: Mapping[str, Any]) -> FormOut:
    stated = row.definition
    questions = [_question(each, asked, fields, known) for each in stated["questions"]]
    return FormOut(
        id=row.id,
        key=row.key,
        title=best(stated["titles"], asked.languages),
        brand=stated["brand"],
        ticket_type=stated["ticket_type"],
        public=stated["public"],
        questions=[each for each in questions if each is not None],
        definition=FormDefinition.model_validate(stated) if asked.actor.kind == "agent" else None,
        submission=None,
        archived=row.archived_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _question(stated: Mapping[str, Any], asked: Asked, fields: Fields, known: Mapping[str, Any]) -> QuestionOut | None:
    """The question as it is asked of this caller; None when the answer is not theirs to give."""
    name, languages = stated["field"], asked.languages
    kind = BUILT_IN.get(name, "")
    labels, hints = stated["labels"] or label_of(name), stated["hints"] or {}
    options = [FormChoiceOut(value=each, label=each) for each in _CHOICES.get(name, ())]
    default: Any = None
    required = stated["required"] or name in {"subject", "body"}
    if name.startswith(CUSTOM):
        field = fields.get(name.removeprefix(CUSTOM))
        if field is None or field.archived or not within(asked.actor.kind, field.writable_by):
            return None
        kind, default = field.shape.kind, field.default
        labels, hints = stated["labels"] or field.labels, hints or field.hints
        required = required or field.required_on_create
        options = [
            FormChoiceOut(value=value, label=best(field.option_labels.get(value, {"en": value}), languages))
            for value, offered in field.shape.options.items()
            if offered
        ]
    elif name == "priority" and asked.actor.kind == "customer":
        return None
    value = known.get(name)
    return QuestionOut(
        field=name,
        kind=kind,
        label=best(labels, languages),
        hint=best(hints, languages) or None,
        required=required,
        options=options,
        conditions=stated["conditions"],
        known=value is not None,
        value=default if value is None else value,
    )
