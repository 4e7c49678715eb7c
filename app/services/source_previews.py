"""What a webhook of a source would do, tried on a sample and perhaps with another mapping; nothing is written."""

from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import AppError, Conflict, Invalid, NotFound
from app.models import IntakeParked, IntakeSample, Source
from app.rules.actors import Actor
from app.rules.intake import Extracted, extract
from app.rules.statuses import may_become
from app.schemas.source_mappings import stored
from app.schemas.source_parked import ParkedProblem, PreviewField, PreviewIn, PreviewOut, SampleList, SampleOut
from app.services import intake, intake_applying, intake_judging, intake_lot, sources, ticket_settling, vocabularies
from app.services.intake_applying import Plan


async def samples(session: AsyncSession, _actor: Actor, source_id: UUID) -> SampleList:
    """The last webhooks of a source, newest first. Raises `NotFound`."""
    await sources.get(session, source_id)
    query = (
        select(IntakeSample)
        .where(col(IntakeSample.source_id) == source_id)
        .order_by(col(IntakeSample.id).desc())
        .limit(intake.SAMPLES)
    )
    found = (await session.exec(query)).all()
    return SampleList(
        items=[
            SampleOut(
                id=each.id,
                webhook_id=each.webhook_id,
                outcome=each.outcome,
                received_at=each.received_at,
                body=each.body.decode(errors="replace"),
            )
            for each in found
        ]
    )


async def preview(session: AsyncSession, _actor: Actor, source_id: UUID, asked: PreviewIn) -> PreviewOut:
    """What it would do now. Raises `NotFound` (the source, the sample, the parked one)."""
    source = await sources.get(session, source_id)
    payload = await _payload(session, source.id, asked)
    mapping = source.mapping if asked.mapping is None else stored(asked.mapping)
    found = extract(payload, mapping)
    plan, refusal = None, None
    try:
        plan = await intake_applying.plan(await raw_connection(session), source, intake_judging.judged(found))
        _check(plan)
        await _check_catalogue(await raw_connection(session), source, plan)
    except (Invalid, Conflict) as error:
        refusal = error
    return PreviewOut(
        outcome=_outcome(source, plan, refusal),
        fields=_fields(found),
        problem=None if refusal is None else ParkedProblem.model_validate_json(intake_lot.as_problem(refusal)),
        ticket=_ticket(source, plan) if plan is not None and plan.create else None,
        existing=_existing(plan),
        changes=dict(plan.changes or {}) if plan is not None else {},
        comment=_comment(plan),
    )


async def _payload(session: AsyncSession, source_id: UUID, asked: PreviewIn) -> Any:  # noqa: ANN401 - any JSON
    if asked.sample_id is not None:
        sample = await session.get(IntakeSample, asked.sample_id)
        if sample is None or sample.source_id != source_id:
            raise NotFound
        return orjson.loads(sample.body)
    if asked.parked_id is not None:
        parked = await session.get(IntakeParked, asked.parked_id)
        if parked is None or parked.source_id != source_id:
            raise NotFound
        return orjson.loads(parked.body)
    return asked.payload


def _check(plan: Plan) -> None:
    """What would only be refused while it is done."""
    if not plan.changes:
        return
    intake_applying.as_patch(plan.changes)
    status, known = plan.changes.get("status"), plan.known
    if status is not None and known is not None and not may_become(known.status, status):  # type: ignore[arg-type]  # one of them, by its CHECK
        raise Conflict(f"A ticket that is {known.status} cannot become {status}", code="status_not_allowed")


async def _check_catalogue(connection: Connection, source: Source, plan: Plan) -> None:
    """Whether what it asks for is there. Raises `Invalid`."""
    asked = plan.wanted.ticket.request_type if plan.create else (plan.changes or {}).get("request_type")
    if asked is not None:
        words = await vocabularies.current(connection)
        known = words.request_types.get(asked)
        brand = source.brand or (known.brand if known is not None else None)
        ticket_settling.offered(words, asked, Actor("partner", source.id, source.name), brand)


def _outcome(source: Source, plan: Plan | None, refusal: AppError | None) -> Any:  # noqa: ANN401 - one of its words
    if refusal is not None:
        refused = source.unmappable == "refuse" or refusal.code == "external_id_taken"
        return "refused" if refused else "parked"
    assert plan is not None  # noqa: S101 - or it was refused
    if plan.create:
        return "created"
    if plan.words is not None:
        return "commented"
    if plan.changes:
        return "updated"
    return "stale" if plan.stale else "unchanged"


def _fields(found: Extracted) -> list[PreviewField]:
    placed = {"usual", "path", "completed"}
    return [
        PreviewField(
            field=name,
            value=value,
            origin=found.origins.get(name, "path"),
            path=found.paths.get(name) if found.origins.get(name) in placed else None,
        )
        for name, value in found.values.items()
    ]


def _ticket(source: Source, plan: Plan) -> dict[str, Any]:
    new = intake_applying.as_new(source, plan)
    asked = new.requester
    return {
        "subject": new.subject,
        "body": new.body,
        "requester": {
            "id": asked.customer_id,
            "external_id": asked.external_id,
            "email": asked.email,
            "phone": asked.phone,
            "name": asked.name,
        },
        "priority": new.priority,
        "type": new.type,
        "topic": new.topic,
        "language": new.language,
        "tags": new.tags,
        "custom_fields": dict(new.custom_fields),
        "request_type": new.request_type,
        "brand": new.brand,
        "external_id": new.external_id,
        "status": plan.wanted.ticket.status,
    }


def _existing(plan: Plan | None) -> dict[str, Any] | None:
    if plan is None or plan.known is None:
        return None
    return {"id": plan.known.ticket_id, "number": plan.known.number, "status": plan.known.status}


def _comment(plan: Plan | None) -> dict[str, Any] | None:
    if plan is None or plan.words is None or (plan.create and plan.known is not None):
        return None
    ticket = plan.wanted.ticket
    return {"body": plan.words, "visibility": ticket.comment_visibility, "author": ticket.comment_author}
