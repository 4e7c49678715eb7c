"""`/v1/agents`: the people who answer."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.routers.auth import client_of
from app.routers.auth import shown as signed_in
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.agents import AgentIn, AgentOut, AgentPage, AgentPatch, PasswordIn, PresenceIn, PresenceOut, Role
from app.schemas.auth import TokensOut
from app.schemas.pictures import UPLOAD
from app.services import agent_avatars, agent_identities, agents, password_sign_ins

router = DeskRouter(prefix="/v1/agents", tags=["Agents"])


def _shown(found: AgentOut, status: int = 200, location: str | None = None) -> Response:
    # The invitation is there only in the answer that made it.
    hidden = {"invitation_token"} if found.invitation_token is None else None
    return answer(found.model_dump(exclude=hidden), status, version=str(found.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createAgent",
    summary="Create or invite an agent",
    response_model=AgentOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: AgentIn, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """Create an agent. Without a password the answer carries an invitation, shown this once: hand it to them, and
    they choose a password with `POST /v1/auth/invitations/accept`.
    """
    made = await agents.create(work.session, actor, new)
    return _shown(made, 201, f"/v1/agents/{made.id}")


@router.get(
    "", operation_id="listAgents", summary="List agents", response_model=AgentPage, responses=problems(401, 403)
)
async def list_agents(
    actor: Annotated[Actor, staff(P.PEOPLE_READ)],
    work: Work,
    status: Literal["invited", "active", "disabled"] | None = None,
    role: Role | None = None,
    team_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200, description="At most this many.")] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The agents of the desk with what they hold now, those made first first."""
    found, following = await agents.page(
        work.session, actor, status=status, role=role, team_id=team_id, cursor=cursor, limit=limit
    )
    items = [each.model_dump(exclude={"invitation_token"}) for each in found]
    return answer({"items": items, "next_cursor": following})


@router.put(
    "/me/presence",
    operation_id="setPresence",
    summary="Say whether you are there",
    response_model=PresenceOut,
    responses=problems(401, 403, 415),
)
async def set_presence(wanted: PresenceIn, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """Work comes only to agents who are online, on the channels named (by default all that you have capacity for).

    Presence is what was said last: it survives a lost connection.
    """
    found = await agents.set_presence(work.session, actor, wanted)
    return answer(found.presence.model_dump())


@router.post(
    "/me/password",
    operation_id="changePassword",
    summary="Change your password",
    response_model=TokensOut,
    responses=problems(401, 403, 415, 429),
)
async def change_password(
    given: PasswordIn, request: Request, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work
) -> Response:
    """Change your password. Every sign-in of yours ends at once, this one too: go on with the tokens of the answer."""
    made = await password_sign_ins.change_password(
        work, actor, current=given.current, new=given.new, client=client_of(request)
    )
    return signed_in(made)


@router.get(
    "/{agent_id}",
    operation_id="getAgent",
    summary="Read an agent",
    response_model=AgentOut,
    responses=problems(401, 403, 404),
)
async def read(agent_id: UUID, actor: Annotated[Actor, staff(P.PEOPLE_READ)], work: Work) -> Response:
    """An agent; the ETag goes into `If-Match` when you change it."""
    return _shown(await agents.get(work.session, actor, agent_id))


@router.patch(
    "/{agent_id}",
    operation_id="updateAgent",
    summary="Change an agent",
    response_model=AgentOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    agent_id: UUID, change: AgentPatch, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change an agent. Disabling one, or taking permissions away, ends all their sign-ins at once.

    The desk's last active admin can neither be disabled nor lose that role.
    """
    return _shown(await agents.patch(work.session, actor, agent_id, change, version=if_match))


@router.post(
    "/{agent_id}/invitation",
    operation_id="inviteAgent",
    summary="Invite an agent again",
    response_model=AgentOut,
    responses=problems(401, 403, 404, 409),
)
async def invite(agent_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """A new invitation, shown this once, in place of any before: for an agent who lost theirs, or their password."""
    return _shown(await agents.invite(work.session, actor, agent_id))


@router.put(
    "/{agent_id}/avatar",
    operation_id="setAvatar",
    summary="Upload a face",
    response_model=AgentOut,
    responses=problems(401, 403, 404, 412),
    openapi_extra=UPLOAD,
)
async def set_avatar(
    agent_id: UUID, request: Request, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work, if_match: IfMatch
) -> Response:
    """The body is the picture: your own face, or as an admin anybody's. It is made anew as a square of 256 pixels,
    without what a camera wrote into it. Customers see it.
    """
    data = await request.body()
    return _shown(await agent_avatars.put(work.session, actor, agent_id, data, version=if_match))


@router.delete(
    "/{agent_id}/avatar",
    operation_id="removeAvatar",
    summary="Take a face away",
    response_model=AgentOut,
    responses=problems(401, 403, 404, 412),
)
async def remove_avatar(
    agent_id: UUID, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work, if_match: IfMatch
) -> Response:
    """There is no face any more, and the picture is gone."""
    return _shown(await agent_avatars.put(work.session, actor, agent_id, None, version=if_match))


@router.delete(
    "/{agent_id}/identity",
    status_code=204,
    operation_id="forgetIdentity",
    summary="Untie an agent from single sign-on",
    responses=problems(401, 403, 404),
)
async def forget_identity(agent_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """For an agent whose account at the company's sign-on was made anew: the next one with their address is them."""
    await agent_identities.forget(work.session, actor, agent_id)
    return Response(status_code=204)
