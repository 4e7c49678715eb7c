"""A help centre: what readers do, and words that mean the same to them."""

from typing import Any

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("rebuildHelpSearch")
by_example("createHelpSynonym")
on_made("updateHelpSynonym", "createHelpSynonym")
on_made("deleteHelpSynonym", "createHelpSynonym")


async def published(world: World) -> dict[str, Any]:
    """An article that everybody may read."""
    made = await world.make("createArticle")
    locale = made["default_locale"]
    await world.admin.post(f"/v1/articles/{made['id']}/translations/{locale}/publish", {}, expect=200)
    return made


@scenario("suggestHelp")
async def suggest(_world: World) -> Call:
    return Call("/v1/help/suggestions", {"text": "How do I get my money back", "session": "a-session-of-the-tests"})


@scenario("recordHelpRead")
async def read(world: World) -> Call:
    made = await published(world)
    return Call("/v1/help/reads", {"article_id": made["id"], "session": "a-session-of-the-tests"})


@scenario("giveHelpFeedback")
async def vote(world: World) -> Call:
    made = await published(world)
    caller = await world.callers.customer()
    return Call(f"/v1/help/articles/{made['id']}/feedback", {"helped": True}, caller=caller)
