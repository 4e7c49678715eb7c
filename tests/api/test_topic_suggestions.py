"""`/v1/tickets/{id}/topic-suggestion`: thought of as tickets come, set by itself only where an admin said so."""

from typing import Any

from app.services import topic_examples
from tests import topics
from tests.api.test_topics import topic
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of
from tests.routing import about, queue

PARCEL = {"subject": "Hello", "body": "The courier with my parcel has not arrived, where is my parcel?"}


def of(ticket: Any) -> str:
    """Where its suggestion is."""
    return f"/v1/tickets/{ticket['id']}/topic-suggestion"


async def thought(agent: Api, ticket: Any, state: str = "suggested") -> Any:
    """What is thought of a ticket, once it is in this state."""
    answer = await eventually(
        lambda: agent("GET", of(ticket)), lambda each: each.status_code == 200 and each.json()["state"] == state
    )
    return answer.json()


async def live(desk: Desk, model: Any) -> dict[str, int]:
    """What is counted of a model."""
    async with desk.database.lean() as connection:
        row = await connection.fetchrow("SELECT * FROM topic_model_days WHERE model_id = $1", model)
    return {name: value for name, value in dict(row or {}).items() if isinstance(value, int) and value}


async def test_a_sure_topic_is_set_and_the_ticket_goes_where_it_belongs(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    team, couriers = await callers_.team("Support", anna), await callers_.team("Couriers")
    tree = [await topic(ada, name) for name in topics.SENTENCES]
    shipping = await queue(callers_, "Shipping", [couriers], conditions=about("delivery"))
    await queue(callers_, "All", [team])
    model = await topics.a_model(desk.database, ids=tuple(each["id"] for each in tree))
    # The brand says so, the desk does not.
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop", "default_team_id": str(team)})
    await ada.put("/v1/topic-settings/one?brand=shop", {"automatic_from": 0.5})

    made = await vera.post("/v1/tickets", {**PARCEL, "brand": "shop"})
    found = await thought(anna, made, "applied")
    assert found["confidence"] >= 0.5
    ticket = await eventually(
        lambda: anna.get(f"/v1/tickets/{made['id']}"), lambda each: each["queue_id"] == str(shipping)
    )
    assert ticket["topic"] == "delivery"
    log = (await anna.get(f"/v1/tickets/{made['id']}/events"))["items"]
    (event,) = [each for each in log if (each["data"].get("set") or {}).get("topic")]
    assert event["actor"]["kind"] == "system"
    number = found["model"]["number"]
    assert event["data"]["via"] == {"kind": "topic_model", "id": str(model), "name": f"Topic model {number}"}
    # What it has set itself teaches nothing, until a person says that it is right.
    assert (await topic_examples.gather(desk.database, None)).examples == []
    confirmed = await anna.post(f"{of(made)}/accept", expect=200)
    assert (confirmed["state"], confirmed["decided_by"]["name"]) == ("accepted", "Anna")
    assert await anna.post(f"{of(made)}/accept", expect=200) == confirmed
    await anna.refused("POST", f"{of(made)}/reject", 409, "suggestion_decided")
    (example,) = (await topic_examples.gather(desk.database, "shop")).examples
    assert example[2] == "delivery"

    wrong = await vera.post("/v1/tickets", {**PARCEL, "brand": "shop"})
    await thought(anna, wrong, "applied")
    await anna.post(f"{of(wrong)}/reject", expect=200)
    assert (await anna.get(f"/v1/tickets/{wrong['id']}"))["topic"] is None, "it is taken back"
    await ada.put("/v1/topic-settings/one?brand=shop", {"suggest": False})
    await vera.post("/v1/tickets", {**PARCEL, "brand": "shop"})
    asked = await vera.post("/v1/tickets", {**PARCEL, "brand": "shop"})
    # Nobody thinks of it by itself, and whoever asks hears it.
    assert (await anna.post(of(asked), expect=200))["topic"] == "delivery"
    assert await live(desk, model) == {"applied": 2, "applied_accepted": 1, "applied_rejected": 1, "suggested": 1}


async def test_what_agents_do_by_hand_is_an_answer_too(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    tree = [await topic(ada, name) for name in topics.SENTENCES]
    model = await topics.a_model(desk.database, ids=tuple(each["id"] for each in tree))
    right, wrong, unsaid = [await vera.post("/v1/tickets", PARCEL) for _ in range(3)]
    short = await vera.post("/v1/tickets", {"subject": "😀", "body": "12345"})
    said = await vera.post("/v1/tickets", {**PARCEL, "topic": "login"})
    for each in (right, wrong, unsaid):
        await thought(anna, each)
    for ticket, name in ((right, "delivery"), (wrong, "refund")):
        await anna.patch(f"/v1/tickets/{ticket['id']}", {"topic": name})
    assert (await thought(anna, right, "accepted"))["decided_by"]["name"] == "Anna"
    await thought(anna, wrong, "rejected")
    # Whoever has said too little is read on.
    for each in (short, said):
        await anna.refused("GET", of(each), 404, "not_found")
    await anna.refused("POST", of(short), 409, "nothing_to_suggest")
    await vera.post(f"/v1/tickets/{short['id']}/messages", {"body": "I want my money back, please refund it"})
    assert (await thought(anna, short))["topic"] == "refund"
    assert await live(desk, model) == {"suggested": 4, "suggested_accepted": 1, "suggested_rejected": 1}

    # A topic that is not used any more cannot be accepted, and nobody is offered it.
    await ada.patch(f"/v1/topics/{tree[0]['id']}", {"archived": True})
    assert (await anna.get(of(unsaid)))["usable"] is False
    await anna.refused("POST", f"{of(unsaid)}/accept", 422, "topic_archived")
    await anna.refused("POST", of(unsaid), 409, "nothing_to_suggest")


async def test_a_model_that_cannot_be_read_fails_and_holds_up_nothing(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    good = await topics.a_model(desk.database)
    bad = await topics.a_model(desk.database, brand="shop", data=b"\x00" * 100)
    made = await vera.post("/v1/tickets", {**PARCEL, "brand": "shop"})
    found = await thought(anna, made)
    assert found["model"]["id"] == str(good), "the desk's own stands in"
    failed = await ada.get(f"/v1/topic-models/{bad}")
    assert (failed["state"], failed["reason"]) == ("failed", "corrupted")
    # Of a desk without a tree any text is a topic.
    assert (await anna.post(f"{of(made)}/accept", expect=200))["state"] == "accepted"
    assert (await anna.get(f"/v1/tickets/{made['id']}"))["topic"] == "delivery"
    await ada.post(f"/v1/topic-models/{good}/retire", expect=200)
    await anna.refused("POST", of(made), 409, "no_topic_model")
    behind = await eventually(
        lambda: state_of(
            desk.database,
            "SELECT s.position - c.position FROM feed_state s, feed_cursors c WHERE c.name = 'topics'",
        ),
        lambda left: left == 0,
    )
    assert behind == 0
