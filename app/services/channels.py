"""Channels: create, read, list, change, archive; and as their adapters see them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
import structlog
from pydantic import ValidationError
from sqlalchemy import tuple_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.channels.adapters import ADAPTERS
from app.channels.base import Account
from app.channels.mail import accounts as mail_accounts
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer, words_of
from app.models import Channel, Team
from app.rules.actors import Actor
from app.schemas.base import In
from app.schemas.channels import SECRETS, SETTINGS, ChannelIn, ChannelKind, ChannelOut, ChannelPage, ChannelPatch
from app.services import channel_claims, channel_problems, keyset, rows
from app.services.sealing import seal, unseal
from app.settings import settings

log = structlog.get_logger("otklik.channels")

# Where what comes in is posted, by kind; the others are fetched, or come by other doors.
_DOORS = {"telegram": "webhook", "whatsapp": "webhook", "vk": "webhook", "custom": "webhook", "email": "mail"}

# A change of these may be what an answer waits for.
_PUTS_RIGHT = frozenset({"enabled", "settings", "secrets"})


def visible_to(_actor: Actor) -> SelectOfScalar[Channel]:
    """The channels, for who may look at settings."""
    return select(Channel)


async def create(session: AsyncSession, _actor: Actor, new: ChannelIn) -> ChannelOut:
    """Make a channel. Raises `Invalid` (`channel_settings`, `unknown_team`), and the refusals of its constraints
    (`address_taken`, `unknown_brand`).
    """
    now = clock.now()
    channel = Channel(
        kind=new.kind,
        name=new.name,
        address=new.address,
        brand=new.brand,
        team_id=new.team_id,
        enabled=new.enabled,
        listed=new.listed,
        settings=_checked(SETTINGS[new.kind], new.settings, "settings"),
        secrets=_sealed(_checked(SECRETS[new.kind], new.secrets, "secrets")),
        created_at=now,
        updated_at=now,
    )
    await _check(session, channel)
    session.add(channel)
    await session.flush()
    return shown(channel)


async def page(
    session: AsyncSession, actor: Actor, *, kind: ChannelKind | None, archived: bool, cursor: str | None, limit: int
) -> ChannelPage:
    """Channels in the order of their making. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Channel.created_at), col(Channel.id)).limit(limit + 1)
    if kind is not None:
        query = query.where(col(Channel.kind) == kind)
    if not archived:
        query = query.where(col(Channel.archived_at).is_(None))
    if cursor is not None:
        query = query.where(tuple_(col(Channel.created_at), col(Channel.id)) > tuple_(*keyset.by_time(cursor)))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.created_at, last.id)
    )
    problems = await channel_problems.of(session, [each.id for each in found])
    return ChannelPage(items=[shown(each, problems.get(each.id)) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, channel_id: UUID) -> ChannelOut:
    """A channel. Raises `NotFound`."""
    channel = await rows.get(session, _one(actor, channel_id))
    return shown(channel, (await channel_problems.of(session, [channel.id])).get(channel.id))


async def patch(
    session: AsyncSession, actor: Actor, channel_id: UUID, change: ChannelPatch, *, version: str | None
) -> ChannelOut:
    """Change a channel. Raises as `create`, `NotFound`, `PreconditionFailed`, `Conflict` (`channel_archived`)."""
    channel = await rows.lock(session, _one(actor, channel_id), version=version)
    if channel.archived_at is not None:
        raise Conflict("This channel is archived and does not change any more", code="channel_archived")
    wanted = {name: getattr(change, name) for name in change.model_fields_set - {"secrets"}}
    if change.settings is not None:
        wanted["settings"] = _checked(SETTINGS[channel.kind], change.settings, "settings")
    if change.secrets:
        wanted["secrets"] = _with_secrets(channel, change.secrets)
    changed = {name: value for name, value in wanted.items() if getattr(channel, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(channel, name, value)
        await _check(session, channel, changed)
        _touch(channel)
        session.add(channel)
        await session.flush()
        if channel.enabled and not _PUTS_RIGHT.isdisjoint(changed):
            await channel_claims.hurry(await raw_connection(session), channel.id)
    return shown(channel)


def _with_secrets(channel: Channel, given: Mapping[str, str | None]) -> str | None:
    before = _opened(channel)
    after = {name: value for name, value in {**before, **given}.items() if value is not None}
    checked = _checked(SECRETS[channel.kind], after, "secrets")
    # What is sealed anew looks different each time.
    return channel.secrets if checked == before else _sealed(checked)


async def delete(session: AsyncSession, actor: Actor, channel_id: UUID, *, version: str | None) -> None:
    """Remove a channel that nothing refers to; one that has been used is archived: it takes and sends no more, and what
    it has brought stays. Raises `NotFound` and `PreconditionFailed`.
    """
    query = _one(actor, channel_id).with_for_update().execution_options(populate_existing=True)
    channel = await rows.lock(session, query, version=version)
    if channel.archived_at is not None:
        return
    try:
        async with session.begin_nested():
            await session.delete(channel)
            await session.flush()
    except IntegrityError:
        channel = await rows.lock(session, _one(actor, channel_id), version=None)
        channel.archived_at, channel.enabled = clock.now(), False
        _touch(channel)
        session.add(channel)
        await session.flush()


async def open_door(session: AsyncSession, channel_id: UUID, *, kinds: frozenset[str]) -> Channel:
    """A channel at which something arrives. Raises `NotFound`, also when it is switched off or of another kind."""
    found = await session.get(Channel, channel_id)
    if found is None or not found.enabled or found.archived_at is not None or found.kind not in kinds:
        raise NotFound
    return found


def account_of(channel: Channel) -> Account:
    """A channel as its adapter sees it, with its secrets opened."""
    return Account(channel.id, channel.kind, channel.name, channel.address, channel.settings, _opened(channel))


def shown(channel: Channel, problem: str | None = None) -> ChannelOut:
    """A channel as admins see it."""
    door = _DOORS.get(channel.kind)
    path = "/v1/calls" if channel.kind == "phone" else f"/v1/channels/{channel.id}/{door}" if door else None
    return ChannelOut(
        id=channel.id,
        kind=channel.kind,
        name=channel.name,
        address=channel.address,
        brand=channel.brand,
        team_id=channel.team_id,
        enabled=channel.enabled,
        listed=channel.listed,
        settings=channel.settings,
        secrets=sorted(_opened(channel)),
        inbound_url=None if path is None else settings().public_url.rstrip("/") + path,
        problem=problem,
        version=channel.version,
        created_at=channel.created_at,
        updated_at=channel.updated_at,
        archived_at=channel.archived_at,
    )


def _one(actor: Actor, channel_id: UUID) -> SelectOfScalar[Channel]:
    return visible_to(actor).where(col(Channel.id) == channel_id)


def _touch(channel: Channel) -> None:
    channel.version += 1
    channel.updated_at = clock.now()


def _checked(shape: type[In], given: Mapping[str, Any], field: str) -> dict[str, Any]:
    try:
        return shape.model_validate(given).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        wrong = [
            pointer(".".join((field, *(str(part) for part in each["loc"]))), words_of(each))
            for each in error.errors(include_url=False)[:50]
        ]
        raise Invalid(code="channel_settings", errors=wrong) from error


async def _check(session: AsyncSession, channel: Channel, changed: Mapping[str, Any] | None = None) -> None:
    """The whole of it makes a channel. Raises `Invalid`."""
    if channel.team_id is not None and (changed is None or "team_id" in changed):
        team = await session.get(Team, channel.team_id, with_for_update={"key_share": True})
        if team is None or team.archived_at is not None:
            detail = "There is no such team"
            raise Invalid(detail, code="unknown_team", errors=[pointer("team_id", detail)])
    check = mail_accounts.check if channel.kind == "email" else getattr(ADAPTERS.get(channel.kind), "check", None)
    if check is not None:
        try:
            check(account_of(channel))
        except ValueError as error:
            raise Invalid(str(error), code="channel_settings", errors=[pointer("settings", str(error))]) from error


def _sealed(secrets: Mapping[str, Any]) -> str | None:
    return seal(orjson.dumps(dict(secrets))).decode() if secrets else None


def _opened(channel: Channel) -> dict[str, str]:
    if channel.secrets is None:
        return {}
    opened = unseal(channel.secrets.encode())
    if opened is None:
        log.error("channel_secrets_lost", channel=str(channel.id), hint="the desk's secret has changed: set them again")
        return {}
    found: dict[str, str] = orjson.loads(opened)
    return found
