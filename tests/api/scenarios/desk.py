"""How a desk is set up: brands, calendars, promises, queues, fields, forms, topics, views, jobs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.services import form_tokens
from tests.api.images import picture
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createBrand", "key")
on_made("updateBrand", "createBrand", key="key")
on_made("createIdentitySecret", "createBrand", key="key")
by_example("createCalendar", "name")
by_example("previewCalendarDraft")
on_made("updateCalendar", "createCalendar", weekly={"mon": [{"opens": "10:00", "closes": "12:00"}]})
on_made("archiveCalendar", "createCalendar")
on_made("restoreCalendarVersion", "createCalendar")
by_example("createRequestType", "key")
on_made("updateRequestType", "createRequestType", key="key", priority="low")
by_example("createChecklist", "key")
on_made("updateChecklist", "createChecklist", key="key")
by_example("createField", "key", required_on_create=False)
on_made("updateField", "createField", key="key")
by_example("createForm", "key")
on_made("updateForm", "createForm", key="key")
by_example("createTopic", "key")
on_made("updateTopic", "createTopic")
by_example("createQueue", "name")
on_made("updateQueue", "createQueue")
on_made("archiveQueue", "createQueue")
by_example("simulateRouting")
by_example("staffing")
by_example("createSlaPolicy", "name")
on_made("updateSlaPolicy", "createSlaPolicy", "name")
on_made("archiveSlaPolicy", "createSlaPolicy")
on_made("restoreSlaPolicyVersion", "createSlaPolicy")
by_example("reevaluateSla")
by_example("simulateSla")
by_example("renameTags")
by_example("rebuildSearch")
by_example("createView", "name")
on_made("updateView", "createView")
on_made("deleteView", "createView")
on_made("recountView", "createView")
by_example("createRealtimeGrant")
by_example("readNotifications")
on_made("cancelJob", "reevaluateSla")


def _sent(form: dict[str, Any], *, seconds: float = 30) -> Call:
    """What somebody sends with a form that they read so long ago."""
    token = form_tokens.issue(UUID(form["id"]), now=clock.now() - timedelta(seconds=seconds))
    body = {"token": token, "subject": "A banner", "body": "For May"}
    return Call(f"/v1/forms/{form['key']}/submissions", body)


async def _form(world: World) -> dict[str, Any]:
    return await world.make("createForm", questions=[{"field": "subject"}, {"field": "body"}])


@scenario("submitForm")
async def submit_form(world: World) -> Call:
    return _sent(await _form(world))


async def _parked(world: World) -> str:
    call = _sent(await _form(world), seconds=0)
    made = await world.callers.nobody().post(call.path, call.body)
    return f"{call.path}/{made['id']}"


@scenario("releaseFormSubmission")
async def release_form_submission(world: World) -> Call:
    return Call(f"{await _parked(world)}/release")


@scenario("discardFormSubmission")
async def discard_form_submission(world: World) -> Call:
    return Call(f"{await _parked(world)}/discard")


@scenario("readNotification")
async def read_notification(world: World) -> Call:
    agent = await world.callers.agent()
    asked = await world.make("createRequestType", approval={"by": "agent", "agent_id": str(agent.id)})
    await world.ticket(request_type=asked["key"])
    (told,) = (await agent.get("/v1/notifications"))["items"]
    return Call(f"/v1/notifications/{told['id']}/read", caller=agent)


@scenario("setLogo")
async def set_logo(world: World) -> Call:
    key = (await world.make("createBrand"))["key"]
    return Call(f"/v1/brands/{key}/logo", content=picture(600, 300), read=f"/v1/brands/{key}")


@scenario("removeLogo")
async def remove_logo(world: World) -> Call:
    call = await set_logo(world)
    await world.admin("PUT", call.path, content=call.content, expect=200)
    return Call(call.path, read=call.read)
