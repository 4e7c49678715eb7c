"""The hub's main path: both sides talk over sockets, in one order, each seeing what is theirs."""


from tests.conftest import Callers
from tests.realtime.sockets import Socket


async def test_customer_and_agent_talk_and_see_the_same_thread(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"})
    async with Socket(customer) as theirs, Socket(agent) as ours:
        for side in (theirs, ours):
            ok = await side.follow(ticket["id"])
            assert ok["subs"] == [{"ticket": ticket["id"], "last_seq": 2}]
        first = await ours.say(ticket["id"], "Good morning, I am Anna")
        assert (first["t"], first["dup"]) == ("ack", False)
        second = await theirs.say(ticket["id"], "Hello Anna")
        assert second["t"] == "ack"
        mine = await theirs.events(ticket["id"], second["seq"])
        yours = await ours.events(ticket["id"], second["seq"])
        assert [each["data"]["message"]["body"] for each in mine if each["kind"] == "message.created"] == [
            "It leaks",
            "Good morning, I am Anna",
            "Hello Anna",
        ]
        assert [each["seq"] for each in mine] == list(range(1, second["seq"] + 1))
        assert [(each["seq"], each["kind"]) for each in yours] == [(each["seq"], each["kind"]) for each in mine]
