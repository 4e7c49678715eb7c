"""`/v1/channels`: by which ways customers reach the desk."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.channel_imap import FollowedMailboxOut
from app.schemas.channels import ChannelIn, ChannelKind, ChannelOut, ChannelPage, ChannelPatch
from app.services import channel_connecting, channels, mail_cursors

router = DeskRouter(prefix="/v1/channels", tags=["Channels"])


def _answer(channel: ChannelOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(channel.model_dump(), status, version=str(channel.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createChannel",
    summary="Open a channel",
    response_model=ChannelOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ChannelIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """A mailbox, a bot, a number. What its kind needs goes into `settings` and `secrets`."""
    made = await channels.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/channels/{made.id}")


@router.get(
    "", operation_id="listChannels", summary="List channels", response_model=ChannelPage, responses=problems(401, 403)
)
async def list_channels(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    kind: ChannelKind | None = None,
    archived: Annotated[bool, Query(description="Those that are archived too.")] = False,  # noqa: FBT002 - FastAPI's way
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The channels, oldest first."""
    found = await channels.page(work.session, actor, kind=kind, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{channel_id}",
    operation_id="getChannel",
    summary="Read a channel",
    response_model=ChannelOut,
    responses=problems(401, 403, 404),
)
async def read(channel_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """A channel; its ETag goes into `If-Match` when you change it."""
    return _answer(await channels.read(work.session, actor, channel_id))


@router.get(
    "/{channel_id}/mailbox",
    operation_id="getChannelMailbox",
    summary="See how a mailbox is followed",
    response_model=FollowedMailboxOut,
    responses=problems(401, 403, 404),
)
async def mailbox(channel_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """When its mailbox was last looked at, and what is wrong with it. 404 too where mail comes by another door."""
    await channels.read(work.session, actor, channel_id)
    return answer((await mail_cursors.shown(work.session, channel_id)).model_dump())


@router.patch(
    "/{channel_id}",
    operation_id="updateChannel",
    summary="Change a channel",
    response_model=ChannelOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    channel_id: UUID,
    change: ChannelPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Only what is sent changes. Switched off, it takes nothing more; what it took before is still read."""
    return _answer(await channels.patch(work.session, actor, channel_id, change, version=if_match))


@router.delete(
    "/{channel_id}",
    status_code=204,
    operation_id="deleteChannel",
    summary="Close a channel",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    channel_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """One that was never used is gone. One that was is archived: its conversations stay, and its address is free."""
    await channels.delete(work.session, actor, channel_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{channel_id}/connect",
    operation_id="connectChannel",
    summary="Tell the vendor",
    response_model=ChannelOut,
    responses=problems(401, 403, 404, 409),
)
async def connect(channel_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Have Telegram or WhatsApp post to the channel's `inbound_url`; where the desk asks itself, have them stop.

    Others are told in their own settings: nothing happens then. A vendor that says no is a 409 (`not_connected`) with
    its words; one that does not answer a 503.
    """
    return _answer(await channel_connecting.connect(work.database, actor, channel_id))
