"""Agents, their keys, skills, teams, shifts and absences; signing in."""

from tests.api.images import picture
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

PASSWORD = "a long sentence of mine"

by_example("createSkill", "name")
on_made("updateSkill", "createSkill")
on_made("deleteSkill", "createSkill")
by_example("createTeam", "name", agent_ids=[])


@scenario("updateTeam")
async def update_team(world: World) -> Call:
    return Call(f"/v1/teams/{(await world.make('createTeam'))['id']}", {"name": world.fresh("Refunds")})


on_made("deleteTeam", "createTeam")
on_made("updateAgent", "createAgent")
on_made("inviteAgent", "createAgent")
by_example("setPresence")
by_example("createApiKey", "name")
on_made("revokeApiKey", "createApiKey")
by_example("createAbsence")
on_made("updateAbsence", "createAbsence")
on_made("deleteAbsence", "createAbsence")
on_made("updateShift", "createShift")
on_made("deleteShift", "createShift")


@scenario("createAgent")
async def create_agent(world: World) -> Call:
    return Call("/v1/agents", {"name": "Anna", "email": f"{world.fresh('anna')}@example.com"})


@scenario("createShift")
async def create_shift(world: World) -> Call:
    agent = await world.callers.agent()
    hours = {"starts_at": "2026-12-28T08:00:00Z", "ends_at": "2026-12-28T16:00:00Z"}
    return Call("/v1/shifts", {"agent_id": str(agent.id), **hours})


async def _invited(world: World) -> dict[str, str]:
    agent = await world.make("createAgent")
    invited = await world.admin.post(f"/v1/agents/{agent['id']}/invitation", expect=200)
    return {"token": invited["invitation_token"], "email": agent["email"]}


async def _signed_in(world: World) -> dict[str, str]:
    token = (await _invited(world))["token"]
    body = {"token": token, "password": PASSWORD}
    found: dict[str, str] = await world.callers.nobody().post("/v1/auth/invitations/accept", body, expect=200)
    return found


@scenario("acceptInvitation")
async def accept_invitation(world: World) -> Call:
    body = {"token": (await _invited(world))["token"], "password": PASSWORD}
    return Call("/v1/auth/invitations/accept", body, world.callers.nobody())


@scenario("signIn")
async def sign_in(world: World) -> Call:
    invited = await _invited(world)
    nobody = world.callers.nobody()
    body = {"token": invited["token"], "password": PASSWORD}
    await nobody.post("/v1/auth/invitations/accept", body, expect=200)
    return Call("/v1/auth/token", {"email": invited["email"], "password": PASSWORD}, nobody)


@scenario("refreshToken")
async def refresh_token(world: World) -> Call:
    body = {"refresh_token": (await _signed_in(world))["refresh_token"]}
    return Call("/v1/auth/refresh", body, world.callers.nobody())


@scenario("signOut")
async def sign_out(world: World) -> Call:
    body = {"refresh_token": (await _signed_in(world))["refresh_token"]}
    return Call("/v1/auth/logout", body, world.callers.nobody())


@scenario("setAvatar")
async def set_avatar(world: World) -> Call:
    agent = await world.callers.agent()
    return Call(f"/v1/agents/{agent.id}/avatar", content=picture(), caller=agent, read=f"/v1/agents/{agent.id}")


@scenario("removeAvatar")
async def remove_avatar(world: World) -> Call:
    call = await set_avatar(world)
    assert call.caller is not None
    await call.caller("PUT", call.path, content=call.content, expect=200)
    return Call(call.path, caller=call.caller, read=call.read)
