"""What comes by a messenger becomes something on a ticket: once, in order, as the customer's own words."""

import asyncio
from typing import Any

import pytest

from app.rules import inbound as rules
from tests.channels.conftest import Line
from tests.channels.plain import message
from tests.conftest import Callers, Desk
from tests.desks import eventually, state_of


async def test_a_conversation_is_a_ticket_and_goes_on_in_it(line: Line) -> None:
    first, second = message("vera", "My parcel\nis late"), message("vera", "Hello?")
    [one, two] = await line.take(first, second)
    assert (one["outcome"], two["outcome"]) == ("created", "message")
    assert one["ticket_id"] == two["ticket_id"]
    ticket = await line.admin.get(f"/v1/tickets/{one['ticket_id']}")
    assert (ticket["channel"], ticket["subject"], ticket["requester"]["name"]) == ("custom", "My parcel", "Vera")
    said = await line.messages(one["ticket_id"])
    assert [(each["body"], each["author"]["kind"]) for each in said] == [
        ("My parcel\nis late", "customer"),
        ("Hello?", "customer"),
    ]
    assert said[0]["id"] == one["message_id"]


async def test_what_comes_twice_is_there_once(line: Line, desk: Desk) -> None:
    first = message("vera", "Once")
    await line.take(first)
    await asyncio.gather(*(line.post(first) for _ in range(3)))
    # Another update that says the same message again.
    [again] = await line.take({**first, "id": "another"})
    assert again["outcome"] == "repeated"
    assert await state_of(desk.database, "SELECT count(*) FROM messages") == 1
    assert await state_of(desk.database, "SELECT count(*) FROM inbound") == 2


async def test_many_first_messages_at_once_are_one_customer_and_one_ticket(line: Line, desk: Desk) -> None:
    # Without lanes nothing else keeps them apart.
    await asyncio.gather(*(line.post({**message("vera", f"Words {n}"), "lane": None}) for n in range(8)))
    await line.settled()
    counts = "SELECT ARRAY[(SELECT count(*) FROM customers), (SELECT count(*) FROM tickets), count(*)] FROM messages"
    assert await state_of(desk.database, counts) == [1, 1, 8]


async def test_what_a_solved_a_closed_and_a_merged_ticket_do(line: Line) -> None:
    [made] = await line.take(message("vera", "Broken"))
    path = f"/v1/tickets/{made['ticket_id']}"
    await line.admin.patch(path, {"status": "solved"})
    [again] = await line.take(message("vera", "Still broken"))
    assert (again["outcome"], (await line.admin.get(path))["status"]) == ("message", "open")
    other = await line.admin.post(
        "/v1/tickets", {"subject": "The same", "body": "By phone", "requester": {"name": "V"}}
    )
    await line.admin.post(f"/v1/tickets/{other['id']}/merge", {"source_ids": [made["ticket_id"]]}, expect=200)
    [merged] = await line.take(message("vera", "And now?"))
    assert merged["outcome"] == "message"
    await line.admin.patch(f"/v1/tickets/{other['id']}", {"status": "closed"})
    [follows] = await line.take(
        message("vera", "Nobody there?"),
    )
    assert follows["outcome"] == "created"
    links = (await line.admin.get(f"/v1/tickets/{follows['ticket_id']}/links"))["items"]
    assert [(each["kind"], each["ticket"]["id"]) for each in links] == [("follow_up_of", other["id"])]
    [on] = await line.take(message("vera", "Ah"))
    assert on["ticket_id"] == follows["ticket_id"]


async def test_edits_and_deletions(line: Line) -> None:
    first = message("vera", "Order 4711")
    [made] = await line.take(first)
    edit = {**first, "id": "e1", "what": "edit", "text": "Order 4712"}
    [edited] = await line.take(edit)
    assert edited["outcome"] == "edited"
    [said] = await line.messages(made["ticket_id"])
    assert (said["body"], said["version"]) == ("Order 4712", 2)
    history = await line.admin.get(f"/v1/tickets/{made['ticket_id']}/messages/{made['message_id']}/history")
    assert [each["body"] for each in history["items"]] == ["Order 4711"]
    gone = {**first, "what": "delete", "text": ""}
    [withdrawn, again] = await line.take({**gone, "id": "d1"}, {**gone, "id": "d2"})
    assert (withdrawn["outcome"], again["outcome"]) == ("withdrawn", "repeated")
    [said] = await line.messages(made["ticket_id"])
    assert said["body"] == "Order 4712"
    events = (await line.admin.get(f"/v1/tickets/{made['ticket_id']}/events"))["items"]
    assert [each["type"] for each in events].count("message.withdrawn") == 1
    # An edit of something that came before the desk did is news.
    [news] = await line.take({**edit, "id": "e2", "message": "unknown"})
    assert news["outcome"] == "message"


async def test_files_of_an_edit_come_along_once(line: Line, desk: Desk) -> None:
    old = {"name": "a.txt", "token": "a", "size": len("bytes of a")}
    first = message("vera", "Look", files=[old])
    [made] = await line.take(first)
    new = {"name": "b.txt", "token": "b"}
    # The same bytes by another name, and one that cannot be had any more, but is here already.
    same, gone = {"name": "c.txt", "token": "a"}, {**old, "token": "away"}
    edit = {**first, "what": "edit", "text": "Look here", "files": [gone, new, same]}
    [edited, again] = await line.take({**edit, "id": "e1"}, {**edit, "id": "e2"})
    assert (edited["outcome"], again["outcome"]) == ("edited", "nothing")
    [said] = await line.messages(made["ticket_id"])
    assert (said["body"], [each["name"] for each in said["attachments"]]) == ("Look here", ["a.txt", "b.txt"])
    # Only files, and more than a message holds.
    many = [{"name": f"{n}.txt", "token": f"{n}"} for n in range(12)]
    [more] = await line.take({**edit, "id": "e3", "text": "", "files": many})
    [said] = await line.messages(made["ticket_id"])
    assert (more["outcome"], len(said["attachments"]), "8.txt" in said["body"]) == ("edited", 10, True)
    assert await state_of(desk.database, "SELECT attachments FROM messages") == 10
    # Of a closed ticket agents are told.
    await line.admin.patch(f"/v1/tickets/{made['ticket_id']}", {"status": "closed"})
    [late] = await line.take({**edit, "id": "e4", "files": [{"name": "late.txt", "token": "late"}]})
    assert late["outcome"] == "noted"


async def test_a_redacted_message_does_not_come_back_and_what_it_came_in_as_is_gone(line: Line) -> None:
    first = message("vera", "My card is 4111 1111")
    [made] = await line.take(first)
    path = f"/v1/tickets/{made['ticket_id']}/messages/{made['message_id']}"
    await line.admin.post(f"{path}/redact", {"text": True}, expect=200)
    [edited] = await line.take({**first, "id": "e1", "what": "edit", "text": "My card is 4111 1112"})
    assert edited["outcome"] == "nothing"
    assert (await line.admin.get(path))["body"] == ""
    await line.admin.refused("GET", f"/v1/inbound/{made['id']}/raw", 404, "not_found")


async def test_how_far_ours_has_come(line: Line, desk: Desk) -> None:
    [made] = await line.take(message("vera", "Hello"))
    ours = await line.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "Yes?"})
    receipt = {"what": "receipt", "thread": "vera", "message": "ours"}
    # It overtakes the word that it was sent.
    await line.post({**receipt, "id": "r1", "state": "delivered"})

    async def looked() -> Any:
        return await state_of(desk.database, "SELECT attempts FROM inbound WHERE external_id = 'r1'")

    await eventually(looked, lambda attempts: attempts == 1)
    await state_of(
        desk.database,
        "INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction, created_at)"
        " VALUES ($1, 'ours', $2, $3, 'out', now())",
        line.id,
        made["ticket_id"],
        ours["id"],
    )
    [read] = await line.take({**receipt, "id": "r2", "state": "read"})
    assert read["outcome"] == "receipt"
    told = await line.admin.get(f"/v1/tickets/{made['ticket_id']}/messages/{ours['id']}/delivery")
    assert (told["state"], told["read"]) == ("delivered", True)
    # One that went in parts, of which the last was refused afterwards, has not arrived, whatever the others say.
    second = await line.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "Two parts"})
    await state_of(
        desk.database,
        "WITH named AS (INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction,"
        " created_at) SELECT $1, x, $2, $3, 'out', now() FROM unnest(ARRAY['p1', 'p2']) x)"
        " INSERT INTO outbound (id, channel_id, ticket_id, message_id, recipient, lane, payload, status, attempts,"
        " external_ids, created_at) VALUES ($3, $1, $2, $3, 'vera', 'vera', '{}', 'sent', 1, ARRAY['p1', 'p2'], now())",
        line.id,
        made["ticket_id"],
        second["id"],
    )
    await line.take({**receipt, "id": "r3", "message": "p2", "state": "failed", "detail": "131053 the file"})
    await line.take({**receipt, "id": "r4", "message": "p1", "state": "delivered"})
    told = await line.admin.get(f"/v1/tickets/{made['ticket_id']}/messages/{second['id']}/delivery")
    assert (told["state"], told["recipients"][0]["detail"]) == ("bounced", "131053 the file")


async def test_a_receipt_of_nothing_of_ours_is_let_go(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LOOKS", 2)
    stranger = {"id": "r1", "what": "receipt", "thread": "vera", "lane": "vera", "message": "never", "state": "read"}
    [unknown, behind] = await line.take(stranger, message("vera", "Hello"))
    assert (unknown["outcome"], unknown["status"], unknown["attempts"]) == ("unknown", "done", 2)
    # As it is where staff write in the vendor's own app: nobody waits for the second look.
    assert behind["ended_at"] < unknown["ended_at"]


async def test_files_come_along_and_what_is_not_taken_is_named(line: Line) -> None:
    files = [{"name": "a.txt", "token": "a"}, {"name": "film.mp4", "token": "b", "size": 10**9}, {"name": "c.txt"}]
    [made] = await line.take(message("vera", "", files=files))
    [said] = await line.messages(made["ticket_id"])
    assert [each["name"] for each in said["attachments"]] == ["a.txt", "c.txt"]
    assert "film.mp4" in said["body"]
    content = await line.admin("GET", f"/v1/attachments/{said['attachments'][0]['id']}/content", expect=200)
    assert content.content == b"bytes of a"


async def test_hostile_words_are_words(line: Line) -> None:
    hostile = "<script>alert(1)</script>\u202eevil \x00\x1b[31m" + "x" * 20_000
    [made] = await line.take(message("v" * 900, hostile, person={"external_id": "v" * 900, "name": "\x00\n" * 500}))
    [said] = await line.messages(made["ticket_id"])
    assert said["body"].startswith("<script>alert(1)</script>\u202eevil [31mxxx")
    assert len(said["body"]) <= 16_384
    assert [each["name"] for each in said["attachments"]] == ["message.txt"]
    assert made["lane"].startswith("sha256:")
    [again] = await line.take(message("v" * 900, "Again"))
    assert again["ticket_id"] == made["ticket_id"]


async def test_one_person_is_one_customer_whatever_they_come_by(line: Line) -> None:
    known = await line.admin.post("/v1/customers", {"name": "Vera", "phone": "+49 30 123456"})
    vouched = {"external_id": "vera", "name": "V.", "phone": "+4930123456", "username": "vera_v", "locale": "de_DE"}
    [made] = await line.take(message("vera", "Hallo", person=vouched))
    ticket = await line.admin.get(f"/v1/tickets/{made['ticket_id']}")
    assert (ticket["requester"]["id"], ticket["language"]) == (known["id"], "de-DE")
    # Merged into another customer, their words are that one's from then on.
    other = await line.admin.post("/v1/customers", {"name": "Vera Vogel", "email": "vera@example.com"})
    await line.admin.post(f"/v1/customers/{known['id']}/merge", {"into_id": other["id"]}, expect=200)
    [on] = await line.take(message("vera", "Noch da?", person=vouched))
    assert on["ticket_id"] == made["ticket_id"]
    [new] = await line.take(message("elsewhere", "Neu", person=vouched))
    assert (await line.admin.get(f"/v1/tickets/{new['ticket_id']}"))["requester"]["id"] == other["id"]
    shown = await line.admin.get(f"/v1/customers/{other['id']}")
    [as_known] = shown["channels"]
    assert (as_known["kind"], as_known["external_id"], as_known["username"]) == ("custom", "vera", "vera_v")
    assert as_known["customer_id"] == known["id"]
    # A number that is vouched for later, and that nobody has, is theirs.
    [late] = await line.take(message("pia", "Hi"))
    await line.take(message("pia", "Call me", person={"external_id": "pia", "phone": "+4930999"}))
    hers = (await line.admin.get(f"/v1/tickets/{late['ticket_id']}"))["requester"]["id"]
    assert (await line.admin.get(f"/v1/customers/{hers}"))["phone"] == "+4930999"
    # Messengers keep the 1 that Mexico has given up: whoever calls without it is the same.
    maria = await line.admin.post("/v1/customers", {"name": "María", "phone": "+52 55 1234 5678"})
    person = {"external_id": "5215512345678", "phone": "+5215512345678"}
    [hola] = await line.take(message("5215512345678", "Hola", person=person))
    assert (await line.admin.get(f"/v1/tickets/{hola['ticket_id']}"))["requester"]["id"] == maria["id"]
    [kept] = (await line.admin.get(f"/v1/customers/{maria['id']}"))["channels"]
    assert kept["external_id"] == "5215512345678"
    # Who only claims an address finds nobody by it.
    claims = {"external_id": "eve", "name": "Eve", "email": "vera@example.com"}
    [eves] = await line.take(message("eve", "Hi", person=claims))
    assert (await line.admin.get(f"/v1/tickets/{eves['ticket_id']}"))["requester"]["id"] != other["id"]


async def test_what_comes_after_a_merge_of_customers_was_taken_back_is_theirs_alone(line: Line) -> None:
    """What began while two were one stays with the other one, who must not read on."""
    [first] = await line.take(message("vera", "Hello"))
    hers = (await line.admin.get(f"/v1/tickets/{first['ticket_id']}"))["requester"]["id"]
    await line.admin.patch(f"/v1/tickets/{first['ticket_id']}", {"status": "closed"})
    other = await line.admin.post("/v1/customers", {"name": "Vera Vogel", "email": "vogel@example.com"})
    await line.admin.post(f"/v1/customers/{hers}/merge", {"into_id": other["id"]}, expect=200)
    [meanwhile] = await line.take(message("vera", "And another thing"))
    assert (await line.admin.get(f"/v1/tickets/{meanwhile['ticket_id']}"))["requester"]["id"] == other["id"]
    [mine] = await line.take(message("vera", "Still here"))
    assert mine["ticket_id"] == meanwhile["ticket_id"]
    await line.admin.post(f"/v1/customers/{hers}/unmerge", {}, expect=200)
    [after] = await line.take(message("vera", "My own business"))
    assert after["outcome"] == "created"
    assert (await line.admin.get(f"/v1/tickets/{after['ticket_id']}"))["requester"]["id"] == hers
    [on] = await line.take(message("vera", "More"))
    assert on["ticket_id"] == after["ticket_id"]


async def test_who_has_stopped_the_bot_is_known(line: Line, desk: Desk) -> None:
    await line.take(message("vera", "Hello"))
    stop = {"what": "stopped", "thread": "vera", "message": "", "person": {"external_id": "vera"}}
    [stopped] = await line.take({**stop, "id": "s1"})
    assert stopped["outcome"] == "stopped"
    blocked = "SELECT blocked FROM channel_identities"
    assert await state_of(desk.database, blocked) is True
    await line.take(message("vera", "I am back"))
    assert await state_of(desk.database, blocked) is False


async def test_it_begins_where_the_channel_says(line: Line, callers_: Callers) -> None:
    team = await callers_.team("Shop")
    await line.admin.patch(f"/v1/channels/{line.id}", {"team_id": str(team)})
    [made] = await line.take(message("vera", "Hello"))
    assert (await line.admin.get(f"/v1/tickets/{made['ticket_id']}"))["team_id"] == str(team)
    problem = await line.admin.refused("DELETE", f"/v1/teams/{team}", 409, "team_in_use")
    assert {"kind": "channel", "id": line.id, "name": "Plain"} in problem["used_by"]
