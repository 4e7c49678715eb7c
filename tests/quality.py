"""What tests of reviews share: scorecards, conversations, whole reviews."""

from typing import Any

from tests.conftest import Api

REVIEWS = "/v1/reviews"
CRITERIA: list[dict[str, Any]] = [
    {"key": "empathy", "texts": {"en": {"title": "Empathy"}, "ru": {"title": "Эмпатия"}}, "kind": "scale", "weight": 3},
    {"key": "named", "texts": {"en": {"title": "By name"}}, "kind": "yes_no"},
    {
        "key": "correct", "texts": {"en": {"title": "Right"}}, "kind": "yes_no", "critical": True,
        "not_applicable": False,
    },
]  # fmt: skip
WELL: list[dict[str, Any]] = [
    {"criterion": "empathy", "value": 5},
    {"criterion": "named", "not_applicable": True},
    {"criterion": "correct", "value": True},
]


def answers(empathy: int, *, correct: bool = True) -> list[dict[str, Any]]:
    """Answers to all criteria."""
    return [
        {"criterion": "empathy", "value": empathy},
        {"criterion": "named", "value": True},
        {"criterion": "correct", "value": correct},
    ]


async def scorecard(lead: Api, key: str = "support") -> str:
    """The id of a new scorecard."""
    made = await lead.post("/v1/scorecards", {"key": key, "name": "Support", "criteria": CRITERIA})
    return str(made["id"])


async def conversation(customer: Api, agent: Api, *, solved: bool = False, replies: int = 1) -> tuple[str, str]:
    """A ticket that this agent has replied on, and their last message."""
    ticket = await customer.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    message = {"id": ""}
    for _ in range(replies):
        message = await agent.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "Here"})
    if solved:
        await agent.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved", "assignee_id": str(agent.who)})
    return str(ticket["id"]), str(message["id"])


async def published(
    lead: Api, card: str, ticket: str, said: list[dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    """A review that its agent knows of."""
    body = {"ticket_id": ticket, "scorecard_id": card, "answers": said or WELL, **more}
    made = await lead.post(REVIEWS, body)
    done: dict[str, Any] = await lead.post(f"{REVIEWS}/{made['id']}/publish", expect=200)
    return done
