"""Mails become tickets and messages: by who wrote them, once, where they belong, and nothing is lost."""

import asyncio
from typing import Any

import pytest

from tests.channels.mailbox import id_of, mail, mailbox
from tests.channels.mails import SAMPLES
from tests.conftest import Callers, Desk
from tests.desks import state_of

REAL = sorted(SAMPLES.glob("mime/**/*.eml"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006000557bf"
    "abd40000000049454e44ae426082"
)


async def test_a_mail_is_a_ticket_and_its_answer_goes_on_in_it(callers_: Callers) -> None:
    box = await mailbox(callers_)
    first = mail("Where is my parcel?\n\n-- \nVera\n+7 900", subject="Parcel 4711")
    [made] = await box.take(first)
    ticket = await box.admin.get(f"/v1/tickets/{made['ticket_id']}")
    assert (made["outcome"], ticket["subject"], ticket["channel"]) == ("created", "Parcel 4711", "email")
    assert (ticket["requester"]["email"], ticket["requester"]["name"]) == ("vera@example.com", "Vera")
    answer = await box.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "On its way."})
    survey = f"https://desk.example/surveys/srv_{'a' * 43}?score=1"
    quote = f"Thanks!\n\nOn Mon, Apr 2, 2012 at 6:26 PM, Help <help@shop.example> wrote:\n\n> {survey}\n> On its way.\n"
    # By our own signed id, by the ticket's own address, by the id of the customer's first mail.
    ways: list[dict[str, Any]] = [
        {"in_reply_to": box.ours(answer)},
        {"to": box.plus(made["ticket_id"])},
        {"references": id_of(first)},
    ]
    rows = await box.take(*(mail(quote, sender="VERA@example.com", subject="Re: x", **way) for way in ways))
    assert {each["ticket_id"] for each in rows} == {made["ticket_id"]}
    said = await box.messages(made)
    assert [(each["body"], each["author"]["kind"]) for each in said] == [
        ("Where is my parcel?", "customer"), ("On its way.", "agent"), *[("Thanks!", "customer")] * 3,
    ]  # fmt: skip
    original = await box.original(made)
    assert (original["signature"], original["known_by"]) == ("--\nVera\n+7 900", "new")
    assert original["from"] == {"name": "Vera", "email": "vera@example.com"}
    found = [await box.original(each) for each in rows]
    assert [each["known_by"] for each in found] == ["signed_id", "plus_address", "stored_id"]
    # Agents read what was quoted, and answer no survey in a customer's place.
    assert not any("srv_a" in each[name] for each in found for name in ("quoted", "text"))
    assert all(each["trust"] == "participant" and each["quoted"].endswith("> On its way.") for each in found)
    await box.take(mail("", subject="Yes, please!", in_reply_to=id_of(first)))
    assert (await box.messages(made))[-1]["body"] == "Yes, please!"
    path = f"/v1/tickets/{made['ticket_id']}/messages/{made['message_id']}/original/raw"
    raw = await box.admin("GET", path, expect=200)
    assert raw.content == first.as_bytes()
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["content-disposition"].startswith("attachment")
    vera = await callers_.customer()
    await vera.refused("GET", path, 403, "forbidden")
    await box.admin.refused("GET", path.replace(made["message_id"], answer["id"]), 404, "not_found")


async def test_solved_opens_again_closed_is_followed_and_merged_goes_on_at_its_end(callers_: Callers) -> None:
    box = await mailbox(callers_)
    first = mail(subject="One")
    [made] = await box.take(first)
    path = f"/v1/tickets/{made['ticket_id']}"
    await box.admin.patch(path, {"status": "solved"})
    [again] = await box.take(mail("Still not", in_reply_to=id_of(first)))
    assert (again["outcome"], (await box.admin.get(path))["status"]) == ("message", "open")
    [other] = await box.take(mail(subject="Two"))
    await box.admin.post(f"/v1/tickets/{other['ticket_id']}/merge", {"source_ids": [made["ticket_id"]]}, expect=200)
    [merged] = await box.take(mail("And now?", in_reply_to=id_of(first)))
    assert (merged["outcome"], merged["ticket_id"]) == ("message", other["ticket_id"])
    await box.admin.patch(f"/v1/tickets/{other['ticket_id']}", {"status": "closed"})
    [follows] = await box.take(mail("Hello?", in_reply_to=id_of(first)))
    assert follows["outcome"] == "created"
    links = (await box.admin.get(f"/v1/tickets/{follows['ticket_id']}/links"))["items"]
    assert [(each["kind"], each["ticket"]["id"]) for each in links] == [("follow_up_of", other["ticket_id"])]
    # To the same old mail once more: one ticket follows it, not two; and those who are not known there get their own.
    [more, stranger] = await box.take(
        mail("Anybody?", in_reply_to=id_of(first)), mail(sender="m@evil.example", in_reply_to=id_of(first))
    )
    assert (more["outcome"], more["ticket_id"]) == ("message", follows["ticket_id"])
    assert stranger["ticket_id"] not in {other["ticket_id"], follows["ticket_id"]}


async def test_copies_read_along_where_the_sender_may_say_so(callers_: Callers) -> None:
    box = await mailbox(callers_)
    agent = await callers_.agent()
    theirs = str((await box.admin.get(f"/v1/agents/{agent.who}"))["email"])
    first = mail(cc=f"Oleg <oleg@example.com>, help+x@shop.example, noreply@x.example, {theirs}")
    [made] = await box.take(first)
    ccs = (await box.admin.get(f"/v1/tickets/{made['ticket_id']}/ccs"))["items"]
    assert [each["email"] for each in ccs] == ["oleg@example.com"]
    # In copy, they may answer; and by an id that others have seen nobody is let in.
    [answer, stranger] = await box.take(
        mail("I agree", sender="oleg@example.com", in_reply_to=id_of(first)),
        mail("More", in_reply_to=id_of(first), cc="mallory@evil.example"),
    )
    assert [answer["outcome"], stranger["outcome"]] == ["message", "message"]
    known = [each["email"] for each in (await box.admin.get(f"/v1/tickets/{made['ticket_id']}/ccs"))["items"]]
    assert "mallory@evil.example" not in known
    many = ", ".join(f"p{n}@example.com" for n in range(11))
    [circular] = await box.take(mail(cc=many))
    assert (await box.admin.get(f"/v1/tickets/{circular['ticket_id']}/ccs"))["items"] == []


async def test_files_come_along_and_what_is_refused_is_named(callers_: Callers) -> None:
    box = await mailbox(callers_)
    letter = mail("See", files=(("a.pdf", "application/pdf", b"%PDF-1.4\n%%EOF"), ("empty.txt", "text/plain", b"")))
    html = mail("x")
    html.set_content("Look")
    html.add_alternative('<p>Look <img src="cid:logo@x"><img src="https://evil.example/t.gif"></p>', subtype="html")
    html.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@x>", filename="logo.png")  # type: ignore[union-attr,index]
    head = (
        "From: vera@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
        "Big\r\n--b\r\nContent-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    huge = head.encode() + b"%PDF-1.4 " + (b"x" * 990 + b"\n") * 26_600 + b"\r\n--b--\r\n"
    long = mail("word " * 8_000)
    [one, two, three, four] = await box.take(letter, html, huge, long)
    [said] = await box.messages(one)
    assert "a.pdf" in [each["name"] for each in said["attachments"]]
    assert len(said["attachments"]) == 2 or "empty.txt" in said["body"]
    [shown] = await box.messages(two)
    original = await box.original(two)
    assert original["inline"] == [{"content_id": "logo@x", "attachment_id": shown["attachments"][0]["id"]}]
    assert "cid:logo@x" in original["html"]
    assert "evil.example" not in original["html"]
    assert original["blocked_images"] == 1
    [big] = await box.messages(three)
    assert big["body"].startswith("Big")
    assert "big.pdf" in big["body"]
    [cut] = await box.messages(four)
    assert [each["name"] for each in cut["attachments"]] == ["message.txt"]
    # What was said is redacted with everything that it came with.
    path = f"/v1/tickets/{two['ticket_id']}/messages/{two['message_id']}"
    await box.admin.post(f"{path}/redact", {}, expect=200)
    emptied = await box.admin.get(f"{path}/original")
    assert (emptied["text"], emptied["html"], emptied["subject"], emptied["has_raw"]) == ("", None, "", False)
    await box.admin.refused("GET", f"{path}/original/raw", 404, "not_found")


async def test_one_message_per_mailbox_and_id(callers_: Callers, desk: Desk) -> None:
    help_, sales = await mailbox(callers_), await mailbox(callers_, "sales@shop.example")
    both = mail(to="help@shop.example, sales@shop.example")
    again = mail("Changed on the way", message_id=id_of(both))
    rows = await asyncio.gather(*(box.post(each) for box in (help_, sales) for each in (both, both, again)))
    ended = [await help_.ended(each) for each in set(rows)]
    assert sorted(each["outcome"] for each in ended) == ["created", "created"]
    assert await state_of(desk.database, "SELECT count(*) FROM tickets") == 2
    # Some programs give all their mails one name: what was written at another time is another mail.
    first, second = (mail(f"{n}", message_id="<1@scanner>", date=f"{n} Nov 2026 10:00 +0300") for n in (1, 2))
    several = [await help_.post(each) for each in (first, second, second, first)]
    assert several[:2] == several[3:1:-1]
    assert [(await help_.ended(each))["outcome"] for each in several[:2]] == ["created"] * 2
    [without, twice] = [mail(), mail()]
    del without["Message-ID"], twice["Message-ID"]
    assert len({await help_.post(each) for each in (without, twice, without)}) == 1


async def test_many_at_once_are_one_customer_and_each_is_there(callers_: Callers, desk: Desk) -> None:
    box = await mailbox(callers_)
    first = mail("0", subject="First")
    # The answers come while what they answer waits.
    posted = [await box.post(first)]
    posted += await asyncio.gather(*(box.post(mail(f"{n}", in_reply_to=id_of(first))) for n in range(1, 5)))
    assert len({(await box.ended(each))["ticket_id"] for each in posted}) == 1
    bodies = await state_of(desk.database, "SELECT array_agg(body ORDER BY body) FROM messages")
    assert bodies == [str(n) for n in range(5)]
    assert await state_of(desk.database, "SELECT count(*) FROM customers") == 1


async def test_what_one_author_writes_stays_in_its_order(callers_: Callers) -> None:
    box = await mailbox(callers_)
    first = mail("0")
    # The larger one takes longer to read and to store.
    files = ("a.pdf", "application/pdf", b"%PDF-1.4\n" + b"x" * 2_000_000)
    later = [mail(f"{n}", in_reply_to=id_of(first), files=(files,) * (n % 2)) for n in range(1, 6)]
    posted = [await box.post(each) for each in (first, *later)]
    [row, *_] = [await box.ended(each) for each in posted]
    assert [each["body"] for each in await box.messages(row)] == [f"{n}" for n in range(6)]


async def test_a_mail_of_nobody_is_parked_and_seen(callers_: Callers) -> None:
    box = await mailbox(callers_)
    rest = b"Subject: x\r\nReply-To: vera@example.com\r\n\r\nbody"
    senders = ("", "nobody", "Vera <>", "<@x>", "\x00@x")
    mails = [rest, *(f"From: {each}\r\n".encode() + rest for each in senders)]
    posted = [await box.post(each) for each in mails]
    for raw, row_id in zip(mails, posted, strict=True):
        row = await box.ended(row_id)
        assert (row["status"], row["problem"]) == ("parked", "The mail does not say who it is from")
        assert (await box.admin("GET", f"/v1/inbound/{row_id}/raw", expect=200)).content == raw


async def test_headers_stay_headers(callers_: Callers) -> None:
    box = await mailbox(callers_)
    raw = (
        b"From: =?utf-8?q?Vera=0D=0ABcc:_x@evil.example?= <vera@example.com>\r\n"
        b"Subject: =?utf-8?q?Hi=0D=0AX-Otklik-Desk:_1=00_=E2=80=AE?=\r\nCc: a@b.example\r\n\r\nbody \x00\x1b[31m"
    )
    [row] = await box.take(raw)
    ticket = await box.admin.get(f"/v1/tickets/{row['ticket_id']}")
    assert "\n" not in ticket["subject"] + ticket["requester"]["name"]
    assert "\x00" not in ticket["subject"]
    [said] = await box.messages(row)
    assert said["body"].startswith("body")
    assert "\x1b" not in said["body"]


@pytest.mark.skipif(not REAL, reason="the collection of real mails is not here")
async def test_no_real_mail_is_lost(callers_: Callers) -> None:
    box = await mailbox(callers_)
    assert len(REAL) == 56
    posted = [await box.post(each.read_bytes()) for each in REAL]
    ended = {file.stem: await box.ended(row) for file, row in zip(REAL, posted, strict=True)}
    for name, row in ended.items():
        assert row["status"] in {"done", "held"} or row["problem"] == "The mail does not say who it is from", (
            name,
            row,
        )
        assert row["status"] != "done" or row["ticket_id"], (name, row)
    assert ended["report_530"]["status"] == "held"
    assert sum(each["status"] == "parked" for each in ended.values()) < 8
