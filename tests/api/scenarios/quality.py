"""How conversations were handled: scorecards, reviews, draws, calibrations, coaching notes."""

from typing import Any
from uuid import UUID

from app import clock
from app.models import ReviewAssignment
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario
from tests.conftest import Api

by_example("createScorecard", "key")
on_made("updateScorecard", "createScorecard")


async def answered(world: World) -> tuple[str, Api]:
    """A ticket that an agent has replied on, and the agent."""
    ticket, agent = await world.ticket(), await world.callers.agent()
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Here is how."})
    return ticket, agent


async def reviewed(world: World, *, published: bool = False) -> tuple[dict[str, Any], Api]:
    """A draft with an answer to every criterion, and whose work it is."""
    ticket, agent = await answered(world)
    card = await world.make("createScorecard")
    answers = [{"criterion": "empathy", "value": 4}, {"criterion": "correct", "value": True}]
    review = await world.admin.post(
        "/v1/reviews", {"ticket_id": ticket, "scorecard_id": card["id"], "answers": answers}
    )
    if published:
        review = await world.admin.post(f"/v1/reviews/{review['id']}/publish", expect=200)
    return review, agent


@scenario("createReview")
async def create_review(world: World) -> Call:
    ticket, _ = await answered(world)
    card = await world.make("createScorecard")
    return Call("/v1/reviews", {"ticket_id": ticket, "scorecard_id": card["id"]})


@scenario("updateReview")
async def update_review(world: World) -> Call:
    return Call(f"/v1/reviews/{(await reviewed(world))[0]['id']}", {"comment": "A good conversation"})


@scenario("deleteReview")
async def delete_review(world: World) -> Call:
    return Call(f"/v1/reviews/{(await reviewed(world))[0]['id']}")


@scenario("publishReview")
async def publish_review(world: World) -> Call:
    return Call(f"/v1/reviews/{(await reviewed(world))[0]['id']}/publish")


@scenario("acknowledgeReview")
async def acknowledge_review(world: World) -> Call:
    review, agent = await reviewed(world, published=True)
    return Call(f"/v1/reviews/{review['id']}/acknowledge", {"comment": "Thank you"}, agent)


@scenario("disputeReview")
async def dispute_review(world: World) -> Call:
    review, agent = await reviewed(world, published=True)
    return Call(f"/v1/reviews/{review['id']}/dispute", {"reason": "I did say my name"}, agent)


@scenario("settleReview")
async def settle_review(world: World) -> Call:
    review, _ = await reviewed(world, published=True)
    return Call(f"/v1/reviews/{review['id']}/settle", {"outcome": "withdrawn", "said": "Another agent's"})


@scenario("createReviewRule")
async def create_review_rule(world: World) -> Call:
    card = await world.make("createScorecard")
    return Call("/v1/review-rules", {"name": world.fresh("rule"), "scorecard_id": card["id"]})


on_made("updateReviewRule", "createReviewRule")
on_made("deleteReviewRule", "createReviewRule")
on_made("drawReviews", "createReviewRule")


async def assigned(world: World) -> ReviewAssignment:
    """What a draw makes, and who else could review it."""
    ticket, agent = await answered(world)
    card, now = await world.make("createScorecard"), clock.now()
    made = ReviewAssignment(
        ticket_id=UUID(ticket), episode=1, agent_id=agent.who, reviewer_id=world.admin.who,
        scorecard_id=UUID(card["id"]), drawn_from=now, drawn_to=now, created_at=now, updated_at=now,
    )  # fmt: skip
    await world.row(made)
    return made


@scenario("updateReviewAssignment")
async def update_review_assignment(world: World) -> Call:
    lead = await world.callers.agent(role="lead", name="Lena")
    return Call(f"/v1/review-assignments/{(await assigned(world)).id}", {"reviewer_id": str(lead.who)})


@scenario("dismissReviewAssignment")
async def dismiss_review_assignment(world: World) -> Call:
    return Call(f"/v1/review-assignments/{(await assigned(world)).id}/dismiss", {"reason": "Nothing to see"})


@scenario("createCalibration")
async def create_calibration(world: World) -> Call:
    ticket, _ = await answered(world)
    card, lead = await world.make("createScorecard"), await world.callers.agent(role="lead", name="Lena")
    people = [str(world.admin.who), str(lead.who)]
    body = {"name": "A refund", "ticket_id": ticket, "scorecard_id": card["id"], "reviewer_ids": people}
    return Call("/v1/calibrations", body)


@scenario("closeCalibration")
async def close_calibration(world: World) -> Call:
    ticket, _ = await answered(world)
    card = await world.make("createScorecard")
    leads = [await world.callers.agent(role="lead", name=name) for name in ("Lena", "Lev")]
    body = {"name": "A refund", "ticket_id": ticket, "scorecard_id": card["id"]}
    made = await world.admin.post("/v1/calibrations", {**body, "reviewer_ids": [str(each.who) for each in leads]})
    answers = [{"criterion": "empathy", "value": 4}, {"criterion": "correct", "value": True}]
    for each in leads:
        view = await each.post("/v1/reviews", {"calibration_id": made["id"], "answers": answers})
        await each.post(f"/v1/reviews/{view['id']}/publish", expect=200)
    return Call(f"/v1/calibrations/{made['id']}/close")


on_made("deleteCalibration", "createCalibration")


@scenario("createCoachingNote")
async def create_coaching_note(world: World) -> Call:
    agent = await world.callers.agent()
    return Call("/v1/coaching-notes", {"agent_id": str(agent.who), "body": "Say what happens next"})


on_made("updateCoachingNote", "createCoachingNote")
on_made("deleteCoachingNote", "createCoachingNote")


@scenario("acknowledgeCoachingNote")
async def acknowledge_coaching_note(world: World) -> Call:
    agent = await world.callers.agent()
    note = await world.admin.post("/v1/coaching-notes", {"agent_id": str(agent.who), "body": "Say what is next"})
    return Call(f"/v1/coaching-notes/{note['id']}/acknowledge", {"reply": "I will"}, agent)
