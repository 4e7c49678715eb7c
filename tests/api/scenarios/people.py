"""Agents, their keys, skills, teams, shifts and absences; signing in."""

from datetime import timedelta

import pyotp

from app import clock
from app.models import AgentIdentity, SignIn, SignInCode
from app.rules.oidc import challenge
from app.services import tokens
from tests.api.images import picture
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario
from tests.conftest import Api

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


class Phone:
    """What shows codes. Each is good once, and the desk takes the next one as well: two in half a minute."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self, later: int = 0) -> str:
        """The code of now, or of so many steps later: one step ahead is taken too."""
        return pyotp.HOTP(self.secret).at(int(clock.now().timestamp()) // 30 + later)


async def with_second_factor(world: World) -> tuple[Api, Phone, list[str]]:
    """An agent who has one; their phone and recovery codes."""
    agent = await world.callers.agent()
    phone = Phone((await agent.post("/v1/agents/me/second-factor", {}))["secret"])
    body = {"code": phone.code()}
    made = await agent.post("/v1/agents/me/second-factor/confirm", body, expect=200)
    return agent, phone, made["recovery_codes"]


@scenario("createSecondFactor")
async def create_second_factor(world: World) -> Call:
    return Call("/v1/agents/me/second-factor", {}, await world.callers.agent())


@scenario("confirmSecondFactor")
async def confirm_second_factor(world: World) -> Call:
    call = await create_second_factor(world)
    assert call.caller is not None
    phone = Phone((await call.caller.post(call.path, {}))["secret"])
    return Call(f"{call.path}/confirm", {"code": phone.code()}, call.caller)


@scenario("renewRecoveryCodes")
async def renew_recovery_codes(world: World) -> Call:
    agent, _, codes = await with_second_factor(world)
    return Call("/v1/agents/me/second-factor/recovery-codes", {"code": codes[0]}, agent)


@scenario("removeSecondFactor")
async def remove_second_factor(world: World) -> Call:
    agent, _, codes = await with_second_factor(world)
    return Call("/v1/agents/me/second-factor/remove", {"code": codes[0]}, agent)


@scenario("resetSecondFactor")
async def reset_second_factor(world: World) -> Call:
    agent, _, _ = await with_second_factor(world)
    return Call(f"/v1/agents/{agent.id}/second-factor")


@scenario("liftSignInLimit")
async def lift_sign_in_limit(world: World) -> Call:
    agent = await world.callers.agent()
    return Call(f"/v1/sign-in-limits/{agent.id}")


@scenario("forgetIdentity")
async def forget_identity(world: World) -> Call:
    agent = await world.callers.agent()
    subject = world.fresh("sub")
    now = clock.now()
    await world.row(AgentIdentity(issuer="https://id.example", subject=subject, agent_id=agent.who, created_at=now))
    return Call(f"/v1/agents/{agent.id}/identity")


@scenario("createTotpSetup")
async def create_totp_setup(world: World) -> Call:
    call = await sign_in(world)
    return Call("/v1/auth/totp-setups", call.body, call.caller)


@scenario("endSignIn")
async def end_sign_in(world: World) -> Call:
    agent, now = await world.callers.agent(), clock.now()
    other = SignIn(agent_id=agent.who, token_hash=world.fresh("hash"), created_at=now, expires_at=now + timedelta(1))
    await world.row(other)
    return Call(f"/v1/auth/sign-ins/{other.id}", caller=agent)


@scenario("createSsoTokens")
async def create_sso_tokens(world: World) -> Call:
    agent, code, verifier = await world.callers.agent(), world.fresh("otc_code"), "v" * 43
    await world.row(
        SignInCode(
            code_hash=tokens.digest(code), challenge=challenge(verifier), agent_id=agent.who,
            expires_at=clock.now() + timedelta(minutes=1),
        )
    )  # fmt: skip
    return Call("/v1/auth/oidc/tokens", {"code": code, "verifier": verifier}, world.callers.nobody())
