"""Actions on a ticket: what macros, bulk changes and automations do, one after the other, in one transaction.

Each action goes through the function that a person's own act goes through, as the actor: it may do nothing that they
could not do by hand, and it is refused for the same reasons. Each is a savepoint of its own.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.dialect import as_refusal
from app.errors import AppError, words_of
from app.models import Ticket
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.services import notifications, usage_counts
from app.services import ticket_action_fields as fields
from app.services import ticket_action_places as places
from app.services import ticket_action_words as words
from app.services.causes import Cause, caused
from app.services.people_to_tell import Directory
from app.services.ticket_action_context import Doing, Outcome

_Action: TypeAlias = Callable[[Doing, Ticket, Mapping[str, Any]], Awaitable[Outcome]]
_ACTIONS: Final[Mapping[str, _Action]] = {
    "set_status": fields.set_status,
    "set_priority": fields.set_one,
    "raise_priority": fields.raise_priority,
    "set_type": fields.set_one,
    "set_topic": fields.set_one,
    "set_language": fields.set_one,
    "set_brand": fields.set_one,
    "set_request_type": fields.set_one,
    "set_field": fields.set_field,
    "add_tags": fields.add_tags,
    "remove_tags": fields.remove_tags,
    "assign": places.assign,
    "assign_to_me": places.assign_to_me,
    "unassign": places.unassign,
    "requeue": places.requeue,
    "move": places.move,
    "escalate": places.escalate,
    "snooze": places.snooze,
    "wake": places.wake,
    "reply": words.reply,
    "note": words.note,
    "add_follower": places.add_follower,
    "follow": places.follow,
    "remove_follower": places.remove_follower,
    "notify": words.notify,
    "send_mail": words.send_mail,
    "call_webhook": words.call_webhook,
}
# These leave no event on the ticket.
_BESIDE: Final = frozenset({"notify", "send_mail", "call_webhook"})
# The ticket is as the action wants it: no reason to refuse the others.
HARMLESS: Final = frozenset({"already_so"})
# What a preview compares.
_SHOWN: Final = (
    "status", "priority", "type", "topic", "language", "brand", "tags", "custom_fields", "request_type",
    "approval", "team_id", "queue_id", "assignee_id", "tier", "snoozed_until", "pending_until",
)  # fmt: skip
_REFUSALS: Final = frozenset({403, 404, 409, 422})


class _SeenEnoughError(Exception):
    """Takes back what was only done to be looked at."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of each action, and of the ticket's fields: `(field, before, after)`."""

    outcomes: list[Outcome]
    changes: list[tuple[str, Any, Any]]


async def apply(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    actions: Sequence[Mapping[str, Any]],
    *,
    cause: Cause,
    now: datetime | None = None,
) -> list[Outcome]:
    """Do these actions (as JSON, of `schemas/ticket_actions.py`) to a locked ticket, in their order.

    What was done to each: `{"type", ...}`, or with `skipped`, a code, why it was not; the others are done all the same.
    Under the same `cause.key` again nothing is written or sent twice.
    """
    doing = Doing(session, actor, cause, now or clock.now(), Directory(await raw_connection(session)))
    outcomes = []
    with caused(session, cause):
        for place, action in enumerate(actions):
            doing.place = place
            outcomes.append({"type": action["type"], **await _do(doing, ticket, action)})
        await session.flush()
    # In one order for everybody, so that two who tell the same people do not wait in a circle.
    await notifications.tell_many(session, doing.told, now=doing.now)
    await usage_counts.count(session, doing.used, doing.now)
    return outcomes


async def preview(
    session: AsyncSession, actor: Actor, ticket: Ticket, actions: Sequence[Mapping[str, Any]], *, cause: Cause
) -> Preview:
    """What `apply` would do: it is done, looked at, and taken back. Nothing is written, sent or told."""
    hints = len(session.info["hints"])
    before = {name: getattr(ticket, name) for name in _SHOWN}
    outcomes: list[Outcome] = []
    after: dict[str, Any] = {}
    try:
        async with session.begin_nested():
            outcomes += await apply(session, actor, ticket, actions, cause=cause)
            after.update((name, getattr(ticket, name)) for name in _SHOWN)
            raise _SeenEnoughError  # noqa: TRY301 - that is how a savepoint is taken back
    except _SeenEnoughError:
        await _as_it_was(session, ticket, hints)
    for each in outcomes:
        each.pop("message_id", None)
    changes = [(name, before[name], after[name]) for name in _SHOWN if before[name] != after[name]]
    return Preview(outcomes, changes)


async def _do(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    if needs_settings(action) and doing.actor.kind == "agent" and not doing.actor.may(Permission.SETTINGS_WRITE):
        return {"skipped": "not_permitted"}
    session = doing.session
    hints, told, used = len(session.info["hints"]), len(doing.told), len(doing.used)
    before = ticket.seq
    try:
        async with session.begin_nested():
            outcome = await _ACTIONS[action["type"]](doing, ticket, action)
            await session.flush()
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        await _as_it_was(session, ticket, hints)
        del doing.told[told:], doing.used[used:]
        return refusal
    if ticket.seq == before and action["type"] not in _BESIDE:
        outcome.setdefault("skipped", "already_so")
    return outcome


def _refusal(error: Exception) -> Outcome | None:
    """Why an action cannot be done to this ticket; None: that is no refusal but trouble."""
    if isinstance(error, ValidationError):
        return {"skipped": "invalid", "detail": words_of(error.errors()[0])}
    meant = error if isinstance(error, AppError) else as_refusal(error)
    if meant is None or meant.temporary or meant.status not in _REFUSALS:
        return None
    return {"skipped": meant.code, "detail": meant.detail}


async def _as_it_was(session: AsyncSession, ticket: Ticket, hints: int) -> None:
    del session.info["hints"][hints:]
    await session.refresh(ticket)


def needs_settings(action: Mapping[str, Any]) -> bool:
    """Whether an action does what no agent can do by hand: write to any address, or call another system."""
    if action["type"] in {"send_mail", "call_webhook"}:
        return True
    if action["type"] != "notify":
        return False
    return bool(action.get("by_mail")) or any(each["kind"] == "address" for each in action["recipients"])


def refused(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those that could not be done, where all of them or nothing is wanted."""
    return [each for each in outcomes if each.get("skipped") not in HARMLESS | {None}]
