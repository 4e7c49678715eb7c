"""Campaigns, pulses, and opt-outs."""

from uuid import UUID

from app import clock
from app.services import opt_outs
from tests.api.scenarios.registry import Call, World, scenario


async def _link(world: World) -> str:
    made = await world.make("createCustomer")
    return f"/v1/opt-outs/{opt_outs.url(UUID(made['id']), 'surveys', clock.now()).rpartition('/')[2]}"


@scenario("optOut")
async def opt_out(world: World) -> Call:
    return Call(await _link(world), caller=world.callers.nobody())


@scenario("undoOptOut")
async def undo_opt_out(world: World) -> Call:
    return Call(f"{await _link(world)}/undo", caller=world.callers.nobody())


@scenario("setCustomerOptOuts")
async def set_customer_opt_outs(world: World) -> Call:
    made = await world.make("createCustomer")
    return Call(f"/v1/customers/{made['id']}/opt-outs", {"kinds": ["outreach"]})


async def a_survey(world: World, *, audience: str = "customers") -> str:
    """A survey that is asked by campaigns alone."""
    made = await world.make(
        "createSurvey", key=world.fresh("s").replace("_", "-"), audience=audience, trigger={"after": None}, active=True,
        metric="csat" if audience == "customers" else "pulse",
    )  # fmt: skip
    return str(made["id"])


@scenario("createSurveyCampaign")
async def create_campaign(world: World) -> Call:
    return Call("/v1/survey-campaigns", {"name": world.fresh("campaign"), "survey_id": await a_survey(world)})


async def campaign(world: World) -> str:
    """The address of a draft."""
    return f"/v1/survey-campaigns/{(await world.make('createSurveyCampaign'))['id']}"


@scenario("updateSurveyCampaign")
async def update_campaign(world: World) -> Call:
    return Call(await campaign(world), {"sample": {"size": 5}})


@scenario("deleteSurveyCampaign")
async def delete_campaign(world: World) -> Call:
    return Call(await campaign(world))


@scenario("startSurveyCampaign")
async def start_campaign(world: World) -> Call:
    return Call(f"{await campaign(world)}/start")


@scenario("pauseSurveyCampaign")
async def pause_campaign(world: World) -> Call:
    path = await campaign(world)
    await world.admin.patch(path, {"starts_at": "2098-01-01T00:00:00Z"})
    await world.admin.post(f"{path}/start", expect=200)
    return Call(f"{path}/pause")


@scenario("previewSurveyCampaign")
async def preview_campaign(world: World) -> Call:
    return Call(f"{await campaign(world)}/preview")


@scenario("answerPulse")
async def answer_pulse(world: World) -> Call:
    agents = [await world.callers.agent() for _ in range(5)]
    survey = await a_survey(world, audience="agents")
    made = await world.make("createSurveyCampaign", survey_id=survey, minimum_group=3)
    await world.admin.post(f"/v1/survey-campaigns/{made['id']}/start", expect=200)
    (pulse,) = (await agents[0].get("/v1/pulses"))["items"]
    return Call(f"/v1/pulses/{pulse['id']}/answers", {"answers": {"score": 4}}, agents[0])
