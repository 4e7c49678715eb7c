"""Live chats."""

from tests.api.scenarios.registry import Call, World, scenario


@scenario("createChat")
async def create_chat(world: World) -> Call:
    return Call("/v1/chats", {"body": "Hello, is anybody there?"}, await world.callers.customer())


@scenario("acceptChat")
async def accept_chat(world: World) -> Call:
    agent, chat = await world.chat()
    return Call(f"/v1/chats/{chat['id']}/accept", caller=agent)


@scenario("declineChat")
async def decline_chat(world: World) -> Call:
    agent, chat = await world.chat()
    return Call(f"/v1/chats/{chat['id']}/decline", {"reason": "busy"}, agent)


@scenario("endChat")
async def end_chat(world: World) -> Call:
    agent, chat = await world.chat(accepted=True)
    return Call(f"/v1/chats/{chat['id']}/end", {"solve": True}, agent)


@scenario("transferChat")
async def transfer_chat(world: World) -> Call:
    agent, chat = await world.chat(accepted=True)
    team = await world.callers.team(world.fresh("Billing"), await world.callers.agent())
    return Call(f"/v1/chats/{chat['id']}/transfer", {"team_id": str(team), "reason": "About an invoice"}, agent)


@scenario("wrapUpChat")
async def wrap_up_chat(world: World) -> Call:
    agent, chat = await world.chat(accepted=True)
    await agent.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
    return Call(f"/v1/chats/{chat['id']}/wrapped-up", caller=agent)


@scenario("createTranscriptMail")
async def create_transcript_mail(world: World) -> Call:
    agent, chat = await world.chat(accepted=True)
    return Call(f"/v1/chats/{chat['id']}/transcript-mails", {"email": "vera@example.com"}, agent)
