"""Who writes to a ticket that does not know them is not silently trusted: an agent decides, and nothing is lost."""

import asyncio
from typing import Any

import pytest

from app.rules import mail_ids
from app.services import mail_holding
from tests.channels.mailbox import Mailbox, id_of, mail, mailbox
from tests.conftest import Callers

MALLORY = "Mallory <mallory@evil.example>"
DISOWNED = "mx.shop.example; spf=fail; dmarc=fail header.from=example.com"


async def _begun(callers_: Callers, **settings: Any) -> tuple[Mailbox, Any, Any]:
    box = await mailbox(callers_, **settings)
    first = mail()
    [made] = await box.take(first)
    answer = await box.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "On its way."})
    return box, {**made, "first": first, "path": f"/v1/tickets/{made['ticket_id']}"}, answer


async def _pending(box: Mailbox, made: Any) -> list[Any]:
    found = await box.admin.get(f"{made['path']}/participants", params={"status": "pending"})
    return list(found["items"])


async def test_a_stranger_on_a_known_thread_waits_and_then_speaks(callers_: Callers) -> None:
    box, made, answer = await _begun(callers_)
    ways: list[dict[str, Any]] = [
        {"in_reply_to": box.ours(answer)},
        {"to": box.plus(made["ticket_id"])},
        {"references": id_of(made["first"])},
    ]
    rows = await box.take(*(mail(f"Word {n}", sender=MALLORY, **way) for n, way in enumerate(ways)))
    assert [(each["status"], each["ticket_id"]) for each in rows] == [("held", made["ticket_id"])] * 3
    assert len(await box.messages(made)) == 2
    [one] = await _pending(box, made)
    assert (one["address"], one["name"], one["reason"]) == ("mallory@evil.example", "Mallory", "unknown")
    assert [each["text"] for each in one["mails"]] == ["Word 0", "Word 1", "Word 2"]
    log = (await box.admin.get(f"{made['path']}/events"))["items"]
    assert [each["type"] for each in log].count("ticket.participant_pending") == 1
    vera = await callers_.customer(email="v2@example.com")
    await vera.refused("GET", f"{made['path']}/participants", 403, "forbidden")
    # Two agents at once.
    path = f"{made['path']}/participants/{one['id']}"
    both = await asyncio.gather(*(box.admin.post(f"{path}/approve", expect=200) for _ in range(2)))
    assert {each["status"] for each in both} == {"approved"}
    await box.admin.refused("POST", f"{path}/decline", 409, "participant_decided", json={})
    ended = [await box.ended(each["id"]) for each in rows]
    assert [(each["status"], each["outcome"]) for each in ended] == [("done", "message")] * 3
    said = (await box.messages(made))[2:]
    assert [(each["body"], each["author"]["name"]) for each in said] == [(f"Word {n}", "Mallory") for n in range(3)]
    [more] = await box.take(mail("More", sender=MALLORY, in_reply_to=id_of(made["first"])))
    assert more["outcome"] == "message"
    # Who is in copy no longer is unknown again.
    [who] = (await box.admin.get(f"{made['path']}/ccs"))["items"]
    await box.admin("DELETE", f"{made['path']}/ccs/{who['customer_id']}", expect=204)
    [last] = await box.take(mail("Once more", sender=MALLORY, in_reply_to=id_of(made["first"])))
    assert last["status"] == "held"
    assert [each["id"] for each in await _pending(box, made)] == [one["id"]]


@pytest.mark.parametrize("own_ticket", [True, False])
async def test_who_is_declined_goes_on_elsewhere_or_nowhere(callers_: Callers, own_ticket: bool) -> None:  # noqa: FBT001
    box, made, _ = await _begun(callers_)
    answers = [mail(f"Word {n}", sender=MALLORY, in_reply_to=id_of(made["first"])) for n in range(3)]
    rows = await box.take(*answers[:2])
    [one] = await _pending(box, made)
    path = f"{made['path']}/participants/{one['id']}"
    # A ticket of their own is what happens unless somebody says otherwise.
    for body in (None if own_ticket else {"own_ticket": False}, {"own_ticket": own_ticket}):
        declined = await box.admin.post(f"{path}/decline", body, expect=200)
        assert declined["status"] == "declined"
    await box.admin.refused("POST", f"{path}/approve", 409, "participant_decided")
    ended = [await box.ended(each["id"]) for each in rows]
    [later] = await box.take(answers[2])
    assert len(await box.messages(made)) == 2
    if not own_ticket:
        assert [each["status"] for each in (*ended, later)] == ["discarded", "discarded", "done"]
        assert later["outcome"] == "declined"
        return
    assert [each["outcome"] for each in (*ended, later)] == ["created", "message", "message"]
    assert [each["body"] for each in await box.messages(later)] == ["Word 0", "Word 1", "Word 2"]
    theirs = await box.admin.get(f"/v1/tickets/{later['ticket_id']}")
    assert theirs["requester"]["email"] == "mallory@evil.example"
    [shown] = (await box.admin.get(f"{made['path']}/participants"))["items"]
    assert shown["moved_to_id"] == later["ticket_id"]


async def test_what_anybody_can_write_or_forge_opens_nothing(callers_: Callers) -> None:
    box, made, answer = await _begun(callers_)
    number = (await box.admin.get(made["path"]))["number"]
    stranger = (mail_ids.key("the secret of another desk " * 2),)
    signed = mail_ids.read_message_id(box.ours(answer), (mail_ids.key("x" * 32),))
    assert signed is None
    plus = box.plus(made["ticket_id"])
    forged = plus.replace(plus[12:14], "aa" if plus[12:14] != "aa" else "bb")
    alien = box.ours(answer)[:20] + "aaaa" + box.ours(answer)[24:]
    rows = await box.take(
        mail("a", sender=MALLORY, subject=f"Re: [#{number}] Parcel"),
        mail("b", to=forged),
        mail("c", in_reply_to=alien),
        mail("d", in_reply_to="<" + "x" * 900 + "@y>", references="<> <@> <a b> <<>>"),
        mail("e", sender=MALLORY, message_id=box.ours(answer)),
        mail("f", reply_to="vera@example.com", sender=MALLORY),
    )
    assert stranger
    assert [each["outcome"] for each in rows] == ["created"] * 6
    assert made["ticket_id"] not in {each["ticket_id"] for each in rows}
    # A participant may name the ticket by its number.
    [known] = await box.take(mail("By number", subject=f"RE: [#{number}] Parcel", in_reply_to="<lost@x.example>"))
    assert (known["outcome"], known["ticket_id"]) == ("message", made["ticket_id"])
    theirs = await box.admin.get(f"/v1/tickets/{rows[5]['ticket_id']}")
    assert theirs["requester"]["email"] == "mallory@evil.example", "who wants answers elsewhere is nobody else for it"


async def test_a_from_that_its_domain_disowns_proves_nothing(callers_: Callers) -> None:
    box, made, answer = await _begun(callers_, authserv_id="mx.shop.example")
    [row] = await box.take(mail("Send it to Moscow", in_reply_to=box.ours(answer), authentication_results=DISOWNED))
    assert row["status"] == "held"
    [one] = await _pending(box, made)
    assert (one["reason"], one["address"]) == ("unproven", "vera@example.com")
    # A line that the mail brought along, of whatever server, is not ours.
    [good, new] = await box.take(
        mail("It is me", in_reply_to=box.ours(answer), authentication_results=DISOWNED.replace("mx.shop", "mx.evil")),
        mail("New", authentication_results=DISOWNED),
    )
    assert good["outcome"] == "message"
    fresh = await box.admin.get(f"/v1/tickets/{new['ticket_id']}")
    known = await box.admin.get(made["path"])
    assert fresh["requester"]["id"] != known["requester"]["id"], (
        "it is not in the history of whom it pretends to be from"
    )
    [goes_on] = await box.take(
        mail("And", references=f"{box.ours((await box.messages(new))[0])}", authentication_results=DISOWNED)
    )
    assert (goes_on["outcome"], goes_on["ticket_id"]) == ("message", new["ticket_id"])
    await box.admin.post(f"{made['path']}/participants/{one['id']}/approve", expect=200)
    ended = await box.ended(row["id"])
    assert ended["outcome"] == "message"
    [_, _, _, said] = await box.messages(made)
    assert (said["body"], said["author"]["id"]) == ("Send it to Moscow", known["requester"]["id"])
    assert (await box.admin.get(f"{made['path']}/ccs"))["items"] == []


async def test_a_mail_and_a_decision_at_once(callers_: Callers) -> None:
    box, made, _ = await _begun(callers_)
    answers = [mail(f"{n}", sender=MALLORY, in_reply_to=id_of(made["first"])) for n in range(6)]
    [held] = await box.take(answers[0])
    [one] = await _pending(box, made)
    posted, _ = await asyncio.gather(
        asyncio.gather(*(box.post(each) for each in answers[1:])),
        box.admin.post(f"{made['path']}/participants/{one['id']}/approve", expect=200),
    )
    for each in (held["id"], *posted):
        assert (await box.ended(each))["status"] == "done"
    bodies = sorted(each["body"] for each in (await box.messages(made))[2:])
    assert bodies == [str(n) for n in range(6)]


async def test_strangers_after_the_end_and_after_a_merge(callers_: Callers) -> None:
    box, made, _ = await _begun(callers_)
    [other] = await box.take(mail("Second", sender="oleg@example.com"))
    await box.admin.post(f"/v1/tickets/{other['ticket_id']}/merge", {"source_ids": [made["ticket_id"]]}, expect=200)
    [held, fits] = await box.take(
        mail("Me too", sender=MALLORY, in_reply_to=id_of(made["first"])),
        mail("Oleg again", sender="oleg@example.com", in_reply_to=id_of(made["first"])),
    )
    assert (held["status"], held["ticket_id"]) == ("held", other["ticket_id"])
    assert (fits["outcome"], fits["ticket_id"]) == ("message", other["ticket_id"])
    await box.admin.patch(f"/v1/tickets/{other['ticket_id']}", {"status": "closed"})
    [fresh] = await box.take(mail("Anybody?", sender="eve@example.com", in_reply_to=id_of(made["first"])))
    assert fresh["outcome"] == "created"
    links = (await box.admin.get(f"/v1/tickets/{fresh['ticket_id']}/links"))["items"]
    assert [each["ticket"]["id"] for each in links] == [other["ticket_id"]]


async def test_who_waits_is_seen_where_a_merged_ticket_goes_on(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_holding, "MOST_PENDING", 2)
    monkeypatch.setattr(mail_holding, "MOST_MAILS", 2)
    box, made, _ = await _begun(callers_)
    into = await box.admin.post(
        "/v1/tickets", {"subject": "One", "body": "One", "requester": {"email": "o@example.com"}}
    )
    people = [MALLORY, MALLORY, MALLORY, "b@x.example", "c@x.example"]
    rows = await box.take(*(mail(sender=each, in_reply_to=id_of(made["first"])) for each in people))
    assert [each["status"] for each in rows] == ["held"] * 5
    assert [len(each["mails"]) for each in await _pending(box, made)] == [2, 1], "no flood waits for an agent"
    await box.admin.post(f"/v1/tickets/{into['id']}/merge", {"source_ids": [made["ticket_id"]]}, expect=200)
    there = {"path": f"/v1/tickets/{into['id']}"}
    [one, _] = found = await _pending(box, there)
    assert {each["ticket_id"] for each in found} == {made["ticket_id"]}
    await box.admin.post(f"{there['path']}/participants/{one['id']}/approve", expect=200)
    assert [(await box.ended(each["id"]))["outcome"] for each in rows[:2]] == ["message"] * 2
    other = await box.admin.post("/v1/tickets", {"subject": "x", "body": "y", "requester": {"email": "p@example.com"}})
    path = f"/v1/tickets/{other['id']}/participants/{found[1]['id']}/decline"
    await box.admin.refused("POST", path, 404, "not_found", json={})
