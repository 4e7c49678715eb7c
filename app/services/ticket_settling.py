"""What a ticket says, held against the desk's vocabulary: normalised, or refused with a pointer to each field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.db import Connection
from app.errors import Conflict, Invalid
from app.models import Ticket
from app.rules import fields as rules
from app.rules.actors import Actor
from app.rules.catalogue import RequestType, may_choose
from app.rules.conditions import Problem
from app.rules.forms import Form, unanswered
from app.rules.topics import tidy
from app.services import customer_answers, field_people, naming
from app.services.lean.tickets import NewTicket
from app.services.vocabularies import NONE, Vocabulary, current


async def settle(
    connection: Connection, actor: Actor, new: NewTicket, words: Vocabulary, brand: str | None
) -> NewTicket:
    """A new ticket as it is stored. `brand` is its brand, also when nobody has named one.

    Raises `Invalid`: its code is that of the first thing that is wrong, and `errors` has all of them.
    """
    if words is NONE and not (new.custom_fields or new.request_type or new.form):
        return new
    strict = brand in words.strict
    problems: list[Problem] = []
    new, form = _of_catalogue(new, words, actor, brand)
    topic = _topic(words, new.topic, actor, strict=strict, problems=problems)
    facts = {
        "type": new.type, "brand": brand, "priority": new.priority, "channel": new.channel, "language": new.language,
        "topic": topic, "tags": new.tags, "request_type": new.request_type,
    }  # fmt: skip
    known: Mapping[str, Any] = {}
    if any(each.of_customer for each in words.fields.values()) and new.requester.customer_id is not None:
        known = await customer_answers.known(connection, words.fields, new.requester.customer_id)
    sent = rules.Sent(
        values=new.custom_fields,
        by=actor.kind,
        facts=facts,
        known=known,
        # Nobody asks in a chat before it begins: whoever needs help is not turned away for a form.
        asked=new.chat_id is None,
        strict=strict,
    )
    settled = rules.settle(words.fields, sent)
    problems += settled.problems
    # A default that names somebody who is gone is none: nobody has sent it, and nobody is turned away for it.
    missing = await field_people.missing(connection, words.fields, settled.values)
    for key in missing.keys() - new.custom_fields.keys():
        del settled.values[key]
    problems += [_unknown(key, kind) for key, kind in missing.items() if key in new.custom_fields]
    if form is not None and sent.asked:
        problems += _unanswered(form, new, facts, settled.values, actor)
    _refuse(problems, by=actor)
    return replace(
        new,
        topic=topic,
        custom_fields=settled.values,
        shown_fields=rules.shown_to(words.fields, settled.values, actor.kind),
        of_agents=settled.of_agents,
    )


def _of_catalogue(new: NewTicket, words: Vocabulary, actor: Actor, brand: str | None) -> tuple[NewTicket, Form | None]:
    """The ticket with what its type of request brings along, and the form that it is to answer."""
    form_key = new.form
    wanted = new.request_type
    if wanted is not None:
        known = words.request_types.get(wanted)
        if known is not None and new.brand is None and known.brand is not None and actor.kind != "customer":
            new = replace(new, brand=known.brand)
            brand = known.brand
        chosen = offered(words, wanted, actor, brand)
        new = replace(
            new,
            type=new.type if "type" in new.said else chosen.ticket_type,
            priority=new.priority if "priority" in new.said or chosen.priority is None else chosen.priority,
            team_id=new.team_id if new.team_id or new.assignee_id else chosen.team_id,
            tags=list(dict.fromkeys((*new.tags, *chosen.tags))),
            checklist=chosen.checklist,
            needs_approval=chosen.needs_approval,
            approver=chosen.approver,
        )
        form_key = form_key or chosen.form
    if form_key is None:
        return new, None
    form = words.forms.get(form_key)
    if form is None or not may_choose(
        actor.kind, brand=brand, of_brand=form.brand, public=form.public or form_key != new.form, archived=form.archived
    ):
        if form_key != new.form:
            # The catalogue's own form is gone: who asks for something is not turned away for that.
            return new, None
        raise _not_offered("form", "There is no such form here")
    if form.ticket_type is not None and "type" not in new.said:
        new = replace(new, type=form.ticket_type)
    return new, form


def offered(words: Vocabulary, key: str, actor: Actor, brand: str | None) -> RequestType:
    """The type of request that this caller may choose for a ticket of this brand. Raises `Invalid`
    (`unknown_request_type`).
    """
    chosen = words.request_types.get(key)
    if chosen is None or not may_choose(
        actor.kind, brand=brand, of_brand=chosen.brand, public=chosen.public, archived=chosen.archived
    ):
        raise _not_offered("request_type", "There is no such type of request here")
    return chosen


def type_of(words: Vocabulary, chosen: RequestType) -> str:
    """The type of the tickets of a type of request: its form may say another one."""
    form = words.forms.get(chosen.form or "")
    return chosen.ticket_type if form is None or form.archived or form.ticket_type is None else form.ticket_type


def _not_offered(name: str, detail: str) -> Invalid:
    code = f"unknown_{name}"
    return Invalid(detail, code=code, errors=[naming.refusal((name,), code, detail)])


def _unanswered(
    form: Form, new: NewTicket, facts: Mapping[str, Any], values: Mapping[str, Any], actor: Actor
) -> list[Problem]:
    asked = new.requester
    # Of a customer who is known nobody has to say who it is.
    of_requester = {
        f"requester.{name}": getattr(asked, name) if asked.customer_id is None else True
        for name in ("name", "email", "phone")
    }
    answers = {**facts, **of_requester, "subject": new.subject, "body": new.body, "custom_fields": values}
    return [each for each in unanswered(form, answers) if _may_answer(each.path, actor)]


def _may_answer(path: tuple[str | int, ...], actor: Actor) -> bool:
    return actor.kind != "customer" or path[0] in {"custom_fields", "topic", "language"}


async def changed(connection: Connection, actor: Actor, ticket: Ticket, wanted: dict[str, Any]) -> None:
    """Changes of a locked ticket's topic and custom fields, as they are stored: `wanted` is changed in place.

    With another type of request come the defaults of fields that are asked for only now. Raises `Invalid`.
    """
    if wanted.get("custom_fields") is None and wanted.get("topic") is None and "request_type" not in wanted:
        return
    words = await current(connection)
    facts = {**facts_of(ticket), **wanted}
    strict = facts["brand"] in words.strict
    problems: list[Problem] = []
    if wanted.get("topic") is not None:
        wanted["topic"] = facts["topic"] = _topic(words, wanted["topic"], actor, strict=strict, problems=problems)
    if wanted.get("custom_fields") is not None:
        before = ticket.custom_fields
        sent = rules.Sent(values=wanted["custom_fields"], by=actor.kind, facts=facts, before=before, strict=strict)
        settled = rules.settle(words.fields, sent)
        problems += settled.problems
        written = {key: value for key, value in settled.values.items() if before.get(key) != value}
        missing = await field_people.missing(connection, words.fields, written)
        problems += [_unknown(key, kind) for key, kind in missing.items()]
        wanted["custom_fields"] = settled.values
    _refuse(problems, by=actor)
    if "request_type" in wanted:
        facts = {**facts_of(ticket), **wanted}
        added = rules.new_defaults(words.fields, facts_of(ticket), facts)
        missing = await field_people.missing(connection, words.fields, added)
        if added.keys() - missing.keys():
            kept = {key: value for key, value in added.items() if key not in missing}
            wanted["custom_fields"] = {**facts["custom_fields"], **kept}


async def refuse_to_solve(connection: Connection, ticket: Ticket) -> None:
    """Raise `Conflict` (`fields_required`) while a field that is needed to solve a ticket has no value."""
    words = await current(connection)
    missing = rules.missing_to_solve(words.fields, facts_of(ticket))
    if missing:
        errors = [
            naming.refusal(("custom_fields", key), "field_required", "This is needed to solve it") for key in missing
        ]
        detail = f"Needed before this ticket is solved: {', '.join(missing[:10])}"
        raise Conflict(detail, code="fields_required", errors=errors)


def facts_of(ticket: Ticket) -> dict[str, Any]:
    """A ticket's row as the conditions of fields ask about it."""
    names = (
        "type", "brand", "priority", "channel", "language", "topic", "tags", "request_type", "custom_fields",
    )  # fmt: skip
    return {name: getattr(ticket, name) for name in names}


def _topic(words: Vocabulary, topic: str | None, actor: Actor, *, strict: bool, problems: list[Problem]) -> str | None:
    """The topic as the tree writes it. Where there is no tree any text is one; partners' texts are theirs until the
    brand is strict.
    """
    if topic is None or not (words.topics or strict):
        return topic
    found = words.topics.get(tidy(topic))
    if found is None:
        if strict or actor.kind != "partner":
            problems.append(Problem(("topic",), "unknown_topic", "There is no such topic"))
        return topic
    if found.archived:
        problems.append(Problem(("topic",), "topic_archived", "This topic is not used any more"))
    return found.path


def _unknown(key: str, kind: str) -> Problem:
    return Problem(("custom_fields", key), f"unknown_{kind}", f"There is no such {kind}")


def _refuse(problems: list[Problem], *, by: Actor) -> None:
    if not problems:
        return
    # Customers have always heard this of what is not theirs to say.
    ours = {"unknown_field", "field_not_writable"} if by.kind == "customer" else set()
    code = "not_for_customers" if problems[0].code in ours else problems[0].code
    errors = [naming.refusal(each.path, each.code, each.sentence) for each in problems]
    raise Invalid(problems[0].sentence, code=code, errors=errors)
