"""What is said in a ticket: messages, drafts, side conversations, files."""

from sqlmodel import select

from app.models import OutboxItem
from tests.api.scenarios.registry import Call, World, scenario
from tests.conftest import Api


async def _message(world: World, caller: Api | None = None) -> str:
    path = f"/v1/tickets/{await world.ticket()}/messages"
    return f"{path}/{(await (caller or world.admin).post(path, {'body': 'It is from 4 March.'}))['id']}"


@scenario("createMessage")
async def create_message(world: World) -> Call:
    return Call(f"/v1/tickets/{await world.ticket()}/messages", {"body": "I have sent the invoice again."})


@scenario("editMessage")
async def edit_message(world: World) -> Call:
    return Call(await _message(world), {"body": "It is from 4 May."})


@scenario("redactMessage")
async def redact_message(world: World) -> Call:
    return Call(f"{await _message(world)}/redact", {"reason": "A card number", "text": True})


@scenario("reportDelivery")
async def report_delivery(world: World) -> Call:
    path, body = await _message(world), {"recipient": "+79161234567", "state": "delivered"}
    return Call(f"{path}/delivery", body, await world.callers.partner())


@scenario("putDraft")
async def put_draft(world: World) -> Call:
    return Call(f"/v1/tickets/{await world.ticket()}/draft", {"body": "Good afternoon, I have"})


@scenario("deleteDraft")
async def delete_draft(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}/draft"
    await world.admin.put(path, {"body": "Good afternoon, I have"})
    return Call(path)


@scenario("takeDraft")
async def take_draft(world: World) -> Call:
    before, after = await world.callers.agent(), await world.callers.agent()
    path = f"/v1/tickets/{await world.ticket()}"
    await world.admin.post(f"{path}/assign", {"assignee_id": str(before.id)}, expect=200)
    await before.put(f"{path}/draft", {"body": "Good afternoon, I have"})
    await world.admin.post(f"{path}/assign", {"assignee_id": str(after.id)}, expect=200)
    return Call(f"{path}/draft/take", caller=after)


@scenario("startSideConversation")
async def start_side_conversation(world: World) -> Call:
    body = {"email": "sales@supplier.example", "name": "The supplier", "subject": "Lamp 7", "body": "When?"}
    return Call(f"/v1/tickets/{await world.ticket()}/side-conversations", body)


@scenario("updateSideConversation")
async def update_side_conversation(world: World) -> Call:
    made = await world.make("startSideConversation")
    return Call(f"/v1/side-conversations/{made['id']}", {"status": "closed"})


@scenario("createSideMessage")
async def create_side_message(world: World) -> Call:
    made = await world.make("startSideConversation")
    return Call(f"/v1/side-conversations/{made['id']}/messages", {"body": "Any news?"})


@scenario("redactSideMessage")
async def redact_side_message(world: World) -> Call:
    made = await world.make("createSideMessage")
    path = f"/v1/side-conversations/{made['conversation_id']}/messages/{made['id']}/redact"
    return Call(path, {"reason": "A card number"})


@scenario("writeSideMessageOutside")
async def write_side_message_outside(world: World) -> Call:
    await world.make("startSideConversation")
    async with world.callers.desk.database.unit_of_work() as work:
        mails = (await work.session.exec(select(OutboxItem).where(OutboxItem.kind == "mail"))).all()
    link = max(mails, key=lambda each: each.created_at).payload["text"].partition("by-token/")[2].split()[0]
    body = {"body": "It leaves on Monday."}
    return Call(f"/v1/side-conversations/by-token/{link}", body, world.callers.nobody())


@scenario("createAttachment")
async def create_attachment(_world: World) -> Call:
    headers = {"content-type": "application/octet-stream"}
    return Call("/v1/attachments?name=note.txt", content=b"It is dark in here.", headers=headers)


@scenario("deleteAttachment")
async def delete_attachment(world: World) -> Call:
    call = await create_attachment(world)
    made = (await world.admin("POST", call.path, expect=201, **call.options())).json()
    return Call(f"/v1/attachments/{made['id']}")
