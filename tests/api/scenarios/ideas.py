"""Ideas, and the tickets on which customers ask for them."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createIdea")
on_made("updateIdea", "createIdea")
on_made("deleteIdea", "createIdea")
on_made("voteForIdea", "createIdea")
on_made("takeBackIdeaVote", "createIdea")
on_made("answerIdea", "createIdea")
on_made("createIdeaComment", "createIdea")


async def _merged(world: World) -> tuple[str, str]:
    source, target = [str((await world.make("createIdea"))["id"]) for _ in range(2)]
    return source, target


@scenario("mergeIdea")
async def merge_idea(world: World) -> Call:
    source, target = await _merged(world)
    return Call(f"/v1/ideas/{source}/merge", {"into_id": target})


@scenario("unmergeIdea")
async def unmerge_idea(world: World) -> Call:
    source, target = await _merged(world)
    await world.admin.post(f"/v1/ideas/{source}/merge", {"into_id": target}, expect=200)
    return Call(f"/v1/ideas/{source}/unmerge")


async def _comment(world: World) -> str:
    made = await world.make("createIdeaComment")
    return f"/v1/ideas/{made['idea_id']}/comments/{made['id']}"


@scenario("updateIdeaComment")
async def update_idea_comment(world: World) -> Call:
    return Call(await _comment(world), {"body": "Four of them."})


@scenario("deleteIdeaComment")
async def delete_idea_comment(world: World) -> Call:
    return Call(await _comment(world))


async def _ticket(world: World) -> str:
    idea = (await world.make("createIdea"))["id"]
    return f"/v1/ideas/{idea}/tickets/{await world.ticket(type='feedback')}"


@scenario("linkIdeaTicket")
async def link_idea_ticket(world: World) -> Call:
    return Call(await _ticket(world), {"quote": "We cannot pay you from Norway."})


@scenario("unlinkIdeaTicket")
async def unlink_idea_ticket(world: World) -> Call:
    path = await _ticket(world)
    await world.admin("PUT", path, expect=201, json={})
    return Call(path)
