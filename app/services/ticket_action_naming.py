"""What lists of actions refer to, whether it is there, and what else is wrong with them before they are ever done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Forbidden, Invalid
from app.models import Template
from app.rules import templates as language
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.ticket_actions import ActionProblem
from app.services import naming, template_values, ticket_action_words, ticket_actions
from app.services.naming import Named, Path

# Where an action names what must be there.
_KINDS: Mapping[str, naming.Kind] = {
    "team_id": "team", "queue_id": "queue", "agent_id": "agent", "brand": "brand", "template_id": "template",
    "request_type": "request_type",
}  # fmt: skip


def in_actions(actions: Iterable[Mapping[str, Any]], path: Path = ("actions",)) -> Iterator[Named]:
    """What the actions name."""
    for place, action in enumerate(actions):
        for member, kind in _KINDS.items():
            if action.get(member) is not None:
                yield (*path, place, member), kind, action[member]
        for which, recipient in enumerate(action.get("recipients") or ()):
            if recipient.get("agent_id") is not None:
                yield (*path, place, "recipients", which, "agent_id"), "agent", recipient["agent_id"]


async def refuse(
    session: AsyncSession, actor: Actor, actions: Sequence[Mapping[str, Any]], *, personal: bool = False
) -> None:
    """Raise `Invalid` for texts that are no templates and for what is not there, and `Forbidden` (`not_permitted`) for
    actions that this agent may not do. In something `personal` their own templates may be named too.
    """
    for place, action in enumerate(actions):
        if ticket_actions.needs_settings(action) and not actor.may(Permission.SETTINGS_WRITE):
            detail = f"Only admins may have {action['type']} write to any address, or call other systems"
            errors = [naming.refusal(("actions", place), "not_permitted", detail)]
            raise Forbidden(detail, code="not_permitted", errors=errors)
    wrong = [
        naming.refusal(("actions", place, member), error.code, error.sentence)
        for place, action in enumerate(actions)
        for member, text, _ in ticket_action_words.texts_of(action)
        if (error := _not_liquid(text)) is not None
    ]
    if wrong:
        raise Invalid(wrong[0]["detail"], code=wrong[0]["code"], errors=wrong)
    named = list(in_actions(actions))
    if personal:
        own = await _own_templates(session, actor, [key for _, kind, key in named if kind == "template"])
        named = [each for each in named if each[1] != "template" or str(each[2]) not in own]
    await naming.refuse(session, named)


async def problems(
    session: AsyncSession, several: Sequence[Sequence[Mapping[str, Any]]], *, owner: Actor | None = None
) -> list[list[ActionProblem]]:
    """For each list of actions, what it refers to that is not there any more, and variables that there are not."""
    named = [((which, *path), kind, key) for which, each in enumerate(several) for path, kind, key in in_actions(each)]
    own: set[str] = set()
    if owner is not None:
        own = await _own_templates(session, owner, [key for _, kind, key in named if kind == "template"])
    named = [each for each in named if each[1] != "template" or str(each[2]) not in own]
    found: list[list[ActionProblem]] = [[] for _ in several]
    for each in await naming.missing(session, named, hold=False):
        number, _, pointer = each["pointer"][1:].partition("/")
        found[int(number)].append(ActionProblem(code=each["code"], pointer="/" + pointer, detail=each["detail"]))
    fields = await template_values.public_fields(session)
    for which, actions in enumerate(several):
        found[which] += _open_texts(actions, fields)
    return found


def _open_texts(actions: Sequence[Mapping[str, Any]], fields: frozenset[str]) -> Iterator[ActionProblem]:
    for place, action in enumerate(actions):
        for member, text, internal in ticket_action_words.texts_of(action):
            for name in ticket_action_words.unknown_in(text, internal=internal, fields=fields):
                detail = f"There is no variable {name}, or it is not for customers"
                yield ActionProblem(code="unknown_variable", pointer=f"/actions/{place}/{member}", detail=detail)


def _not_liquid(text: str) -> language.TemplateError | None:
    try:
        language.check(text)
    except language.TemplateError as error:
        return error
    return None


async def _own_templates(session: AsyncSession, actor: Actor, ids: Iterable[Any]) -> set[str]:
    found = [await session.get(Template, UUID(str(each))) for each in ids]
    mine = (each for each in found if each is not None and each.owner_id == actor.id and each.archived_at is None)
    return {str(each.id) for each in mine}
