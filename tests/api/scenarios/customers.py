"""Customers, their organizations, notes and identities; the widget; feedback."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createOrganization", "external_id", "name", domains=[])
on_made("updateOrganization", "createOrganization", "name", domains=[])
on_made("updateCustomer", "createCustomer", email=None)
on_made("createCustomerNote", "createCustomer")


@scenario("createCustomer")
async def create_customer(world: World) -> Call:
    return Call("/v1/customers", {"name": "Vera", "email": f"{world.fresh('vera')}@example.com"})


@scenario("addCustomerIdentity")
async def add_identity(world: World) -> Call:
    made = await world.make("createCustomer")
    body = {"email": f"{world.fresh('other')}@example.com"}
    return Call(f"/v1/customers/{made['id']}/identities", body)


@scenario("removeCustomerIdentity")
async def remove_identity(world: World) -> Call:
    made = await world.make("createCustomer", external_id=world.fresh("c"))
    path = f"/v1/customers/{made['id']}"
    return Call(f"{path}/identities/{made['id']}/external_id", read=path)


@scenario("mergeCustomer")
async def merge_customer(world: World) -> Call:
    kept, other = await world.make("createCustomer"), await world.make("createCustomer")
    return Call(f"/v1/customers/{other['id']}/merge", {"into_id": kept["id"]})


@scenario("unmergeCustomer")
async def unmerge_customer(world: World) -> Call:
    kept, other = await world.make("createCustomer"), await world.make("createCustomer")
    await world.admin.post(f"/v1/customers/{other['id']}/merge", {"into_id": kept["id"]}, expect=200)
    return Call(f"/v1/customers/{other['id']}/unmerge")


@scenario("sayCustomersDistinct")
async def say_distinct(world: World) -> Call:
    one, other = await world.make("createCustomer"), await world.make("createCustomer")
    return Call(f"/v1/customers/{one['id']}/not-duplicate", {"other_id": other["id"]})


async def _note(world: World) -> str:
    made = await world.make("createCustomer")
    path = f"/v1/customers/{made['id']}/notes"
    return f"{path}/{(await world.admin.post(path, {'body': 'Likes tea'}))['id']}"


@scenario("updateCustomerNote")
async def update_note(world: World) -> Call:
    return Call(await _note(world), {"pinned": True})


@scenario("deleteCustomerNote")
async def delete_note(world: World) -> Call:
    return Call(await _note(world))


@scenario("createWidgetSession")
async def create_widget_session(world: World) -> Call:
    brand = await world.make("createBrand")
    return Call("/v1/widget/sessions", {"brand": brand["key"], "name": "Vera"}, world.callers.nobody())


@scenario("endWidgetSession")
async def end_widget_session(world: World) -> Call:
    return Call("/v1/widget/sessions/current", caller=await world.callers.customer())


@scenario("createFeedback")
async def create_feedback(world: World) -> Call:
    customer = await world.callers.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "A lamp", "body": "It is dark"}))["id"]
    await world.admin.patch(f"/v1/tickets/{ticket}", {"status": "solved"})
    told = (await customer.get(f"/v1/tickets/{ticket}/events"))["items"]
    token = next(each["data"]["survey_token"] for each in told if each["type"] == "survey.invited")
    return Call("/v1/feedback", {"survey_token": token, "score": 5}, world.callers.nobody())
