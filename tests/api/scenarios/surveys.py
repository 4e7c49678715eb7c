"""Surveys: made, changed, asked by hand, answered."""

from typing import Any

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

# Who makes them sees nobody else's tickets: they are asked by hand, and by nothing that other scenarios solve.
by_example("createSurvey", "key", trigger={"after": None})
on_made("updateSurvey", "createSurvey")
on_made("archiveSurvey", "createSurvey")


async def solved(world: World) -> str:
    """The id of a ticket that is solved, and about which nobody was asked yet."""
    ticket = await world.ticket()
    await world.admin.patch(f"/v1/tickets/{ticket}", {"status": "solved"})
    return ticket


@scenario("createSurveyLink")
async def ask(world: World) -> Call:
    survey = await world.make("createSurvey")
    ticket = await solved(world)
    async with world.callers.desk.database.lean() as connection:
        await connection.execute("DELETE FROM survey_invitations WHERE ticket_id = $1", ticket)
    return Call(f"/v1/tickets/{ticket}/survey-links", {"survey": survey["key"], "channel": "link"})


@scenario("answerSurvey")
async def answer(world: World) -> Call:
    call = await ask(world)
    system = await world.callers.partner()
    link: dict[str, Any] = await system.post(call.path, call.body)
    return Call(f"/v1/survey-pages/{link['url'].rpartition('/')[2]}", {"answers": {"score": 5}}, world.callers.nobody())
