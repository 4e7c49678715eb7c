"""What is learnt of topics and suggested."""

from app import clock
from app.models import TopicSuggestion
from tests import topics
from tests.api.scenarios.registry import Call, World, scenario


@scenario("trainTopicModel")
async def train(world: World) -> Call:
    # One at a time learns of a brand.
    key = world.fresh("shop")
    await world.admin.post("/v1/brands", {"key": key, "name": key})
    return Call("/v1/topic-models", {"brand": key})


@scenario("activateTopicModel")
async def activate(world: World) -> Call:
    model = await topics.a_model(world.callers.desk.database, state="ready")
    return Call(f"/v1/topic-models/{model}/activate")


@scenario("retireTopicModel")
async def retire(world: World) -> Call:
    model = await topics.a_model(world.callers.desk.database, state="ready")
    return Call(f"/v1/topic-models/{model}/retire")


@scenario("deleteTopicSettings")
async def delete_settings(world: World) -> Call:
    key = world.fresh("shop")
    await world.admin.post("/v1/brands", {"key": key, "name": key})
    path = f"/v1/topic-settings/one?brand={key}"
    await world.admin.put(path, {"retrain_days": 7})
    return Call(path)


@scenario("putTopicSettings")
async def put_settings(world: World) -> Call:
    key = world.fresh("shop")
    await world.admin.post("/v1/brands", {"key": key, "name": key})
    return Call(f"/v1/topic-settings/one?brand={key}", {"retrain_days": 7})


@scenario("suggestTopic")
async def suggest(world: World) -> Call:
    # Each time by a model that nobody has asked before.
    key = world.fresh("shop")
    await world.admin.post("/v1/brands", {"key": key, "name": key})
    await topics.a_model(world.callers.desk.database, brand=key)
    ticket = await world.ticket(
        subject="My parcel", body="Where is the courier with my parcel?", topic="login", brand=key
    )
    return Call(f"/v1/tickets/{ticket}/topic-suggestion")


async def _suggested(world: World) -> str:
    model = await topics.a_model(world.callers.desk.database, state="ready")
    ticket = await world.make("createTicket")
    row = TopicSuggestion(
        ticket_id=ticket["id"], model_id=model, topic="delivery", confidence=0.9, at=clock.now()
    )  # fmt: skip
    await world.row(row)
    return f"/v1/tickets/{ticket['id']}/topic-suggestion"


@scenario("acceptTopicSuggestion")
async def accept(world: World) -> Call:
    return Call(f"{await _suggested(world)}/accept")


@scenario("rejectTopicSuggestion")
async def reject(world: World) -> Call:
    return Call(f"{await _suggested(world)}/reject")
