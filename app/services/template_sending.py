"""Sending what was made of a template: not with a hole in it, and counted when it is really sent."""

from uuid import UUID

from sqlmodel import col

from app import clock
from app.db import UnitOfWork
from app.errors import Conflict, Forbidden, Invalid, pointer
from app.models import Template
from app.rules import templates as language
from app.rules.actors import Actor
from app.services import messages, rows, suggestion_uses, usage_counts
from app.services.lean import messages as lean
from app.services.templates import visible_to


async def send(
    work: UnitOfWork, actor: Actor, ticket_id: UUID, new: lean.NewMessage, *, template_id: UUID, force: bool
) -> lean.Appended:
    """Send a message that was made of a template, edited or not. Raises as `messages.send`, `NotFound` for a template
    that is not there, `Forbidden` for anybody but agents, `Conflict` (`template_archived`), and `Invalid`
    (`unresolved_variables`) while something in it is in braces.
    """
    if actor.kind != "agent":
        raise Forbidden("Templates are for agents")
    found = await rows.get(work.session, visible_to(actor).where(col(Template.id) == template_id))
    if found.archived_at is not None:
        raise Conflict("This template is archived", code="template_archived")
    holes = language.left_open(new.body)
    if holes and not force:
        detail = f"Nothing was put in for {holes[0][:100]}: fill it, or send with `force`"
        raise Invalid(detail, code="unresolved_variables", errors=[pointer("body", detail)], variables=holes[:20])
    done = await messages.send(work, actor, ticket_id, new)
    if done.outcome == "stored":
        await suggestion_uses.sent(work.session, actor, ticket_id, template_id)
        await usage_counts.count(work.session, [template_id], clock.now())
    return done
