"""Splitting: messages make a ticket of their own; nothing is lost, doubled, or shown to whoever could not read it."""

import asyncio
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.ids import new_id
from app.services import splitting
from tests.api.test_attachments import upload, voice
from tests.api.test_merging import a_ticket, merge, path, said, timeline
from tests.api.test_search import followed, found
from tests.api.test_ticket_races import all_events
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually


async def thread(api: Api, ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of one ticket."""
    found: list[dict[str, Any]] = (await api.get(path(ticket, "/messages")))["items"]
    return found


async def test_a_split_copies_words_authors_times_and_notes(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await a_ticket(vera, "Kettle")
    await anna.post(path(ticket, "/messages"), {"body": "Which one?"})
    await vera.post(path(ticket, "/messages"), {"body": "Blue. And my invoice is wrong", "client_message_id": "c"})
    await anna.post(path(ticket, "/messages"), {"body": "She is angry", "visibility": "internal"})
    first = await thread(anna, ticket)
    chosen = [each["id"] for each in (first[3], first[2], first[1])]
    made = await anna.post(path(ticket, "/split"), {"message_ids": chosen, "subject": "Invoice"})
    assert (made["subject"], made["status"], made["requester"]["id"]) == ("Invoice", "new", str(vera.who))
    assert made["first_reply_at"] is None, "a copy is no reply"
    copied = await thread(anna, made)
    kept = ("author", "visibility", "body", "format", "created_at")
    assert [{k: each[k] for k in kept} for each in copied] == [{k: each[k] for k in kept} for each in first[1:]]
    assert await thread(anna, ticket) == first
    assert [each["body"] for each in await thread(vera, made)] == [each["body"] for each in first[1:3]]
    # The customer's log has no word of notes, nor of where it came from.
    log = await all_events(vera, path(made))
    assert [each["type"] for each in log] == ["ticket.created", "message.created", "message.created"]
    assert not any(word in str(log) for word in ("angry", "split_from", "copied_from"))
    (told,) = [each for each in await all_events(anna, path(ticket)) if each["type"] == "ticket.split"]
    assert told["data"]["into"]["number"] == made["number"]
    # It is answered as its own: the old one does not hear of it.
    await anna.post(path(made, "/messages"), {"body": "Here is the right invoice"})
    assert (await anna.get(path(made)))["first_reply_at"] is not None
    assert len(await thread(anna, ticket)) == len(first)


async def test_a_split_is_taken_back_by_a_merge_and_nothing_is_there_twice(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await a_ticket(vera, "one")
    await vera.post(path(ticket, "/messages"), {"body": "two"})
    before = await timeline(anna, ticket)
    ids = [each["message"]["id"] for each in before]
    made = await anna.post(path(ticket, "/split"), {"message_ids": ids[1:]})
    again = await anna.post(path(made, "/split"), {"message_ids": [(await thread(anna, made))[0]["id"]]})
    assert await said(anna, again) == ["two"]
    await merge(anna, ticket, made)
    assert await timeline(anna, ticket) == before
    # Two copies without the first: shown once.
    await anna.post(path(made, "/unmerge"), expect=200)
    await vera.post(path(again, "/messages"), {"body": "three"})
    await merge(anna, made, again)
    assert await said(anna, made) == ["two", "three"]
    await merge(anna, ticket, made)
    assert await said(anna, ticket, limit=1) == ["one", "two", "three"]
    # What is merged in can be chosen from, too.
    last = (await timeline(anna, ticket))[-1]["message"]["id"]
    assert await said(anna, await anna.post(path(ticket, "/split"), {"message_ids": [last]})) == ["three"]
    await anna.refused("POST", path(made, "/split"), 409, "ticket_merged", json={"message_ids": [last]})


async def test_a_split_for_another_customer_shows_them_nothing_new(callers_: Callers) -> None:
    anna, vera, boris = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Boris")
    ticket = await a_ticket(vera, "hers")
    await anna.post(path(ticket, "/ccs"), {"customer_id": str(boris.who)})
    await boris.post(path(ticket, "/messages"), {"body": "And mine is broken, too"})
    words = await thread(anna, ticket)
    mine = {"message_ids": [words[1]["id"]], "requester_id": str(boris.who)}
    made = await anna.post(path(ticket, "/split"), mine)
    assert [each["body"] for each in await thread(boris, made)] == ["And mine is broken, too"]
    await vera.refused("GET", path(made), 404, "not_found")
    other = await callers_.customer(name="Olga")
    stranger = {"message_ids": [words[0]["id"]], "requester_id": str(other.who)}
    await anna.refused("POST", path(ticket, "/split"), 422, "not_theirs_to_read", json=stranger)


async def test_what_cannot_be_split_is_refused(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket, other = await a_ticket(vera), await a_ticket(vera)
    note = await anna.post(path(ticket, "/messages"), {"body": "Note", "visibility": "internal"})
    where = path(ticket, "/split")
    theirs = (await thread(anna, other))[0]["id"]
    first = (await thread(anna, ticket))[0]["id"]
    for body, code in (
        ({"message_ids": [first, theirs]}, "unknown_message"),
        ({"message_ids": [str(new_id())]}, "unknown_message"),
        ({"message_ids": [note["id"]]}, "nothing_public"),
        ({"message_ids": [first], "requester_id": str(new_id())}, "unknown_customer"),
        ({"message_ids": [first], "team_id": str(new_id())}, "unknown_team"),
        ({"message_ids": [first], "assignee_id": str(new_id())}, "unknown_agent"),
        ({"message_ids": []}, "invalid"),
        ({"message_ids": [first] * 101}, "invalid"),
    ):
        await anna.refused("POST", where, 422, code, json=body)
    await vera.refused("POST", where, 403, "forbidden", json={"message_ids": [first]})
    assert len((await anna.get("/v1/tickets"))["items"]) == 2
    # A retry with the same key makes one.
    for _ in range(2):
        await anna.post(where, {"message_ids": [first]}, headers={"idempotency-key": "split-1"})
    made = await anna.post(where, {"message_ids": [first], "assignee_id": str(anna.who)})
    assert (made["status"], made["assignee_id"]) == ("open", str(anna.who))
    assert len((await anna.get("/v1/tickets"))["items"]) == 4


async def test_words_are_corrected_where_they_were_said_and_redacted_everywhere(callers_: Callers) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    ticket = await a_ticket(vera, "Hello")
    mine = await anna.post(path(ticket, "/messages"), {"body": "It is 4111 1111"})
    made = await anna.post(path(ticket, "/split"), {"message_ids": [mine["id"]]})
    [copy] = await thread(anna, made)
    edit = {"body": "It is 4111 1112"}
    await anna.refused("PATCH", path(made, f"/messages/{copy['id']}"), 409, "copied_message", json=edit)
    await anna.patch(path(ticket, f"/messages/{mine['id']}"), edit)
    assert (await thread(anna, made))[0]["body"] == edit["body"]
    redact = {"text": True}
    await anna.post(path(made, f"/messages/{copy['id']}/redact"), redact, expect=200)
    assert (await thread(anna, ticket))[1]["body"] == (await thread(anna, made))[0]["body"] == ""
    history = await anna.get(path(ticket, f"/messages/{mine['id']}/history"))
    assert "4111 1" not in str(history)
    # Each ticket's log says so, or search, partners and open windows would go on with the old words.
    for where, message in ((ticket, mine), (made, copy)):
        log = await all_events(anna, path(where))
        heard = [each["type"] for each in log if each["data"].get("message", {}).get("id") == message["id"]]
        assert heard == ["message.created", "message.edited", "message.redacted"]


async def test_what_a_copy_said_before_goes_when_the_first_is_redacted(callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    ticket = await a_ticket(vera, "Hello")
    file = await upload(anna, voice(), "voice.wav")
    mine = await anna.post(path(ticket, "/messages"), {"body": "It is swordfish", "attachment_ids": [file["id"]]})
    made = await anna.post(path(ticket, "/split"), {"message_ids": [mine["id"]]})
    [copy] = await thread(anna, made)
    await followed(desk)
    assert len(await found(anna, "swordfish", kind="message")) == 2
    of_copy, key = path(made, f"/messages/{copy['id']}"), {"idempotency-key": "files-first"}
    await anna("POST", f"{of_copy}/redact", json={"text": False}, headers=key, expect=200)
    await anna.post(path(ticket, f"/messages/{mine['id']}/redact"), {"text": True}, expect=200)
    assert "swordfish" not in str(await anna.get(f"{of_copy}/history"))
    again = await anna("POST", f"{of_copy}/redact", json={"text": False}, headers=key, expect=200)
    assert (again.headers["idempotency-replayed"], again.json()["body"]) == ("true", "")
    await followed(desk)
    assert await found(anna, "swordfish") == []


async def test_splits_and_redactions_at_once_leave_no_words(callers_: Callers) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    ticket, part = await a_ticket(vera, "Hello"), await a_ticket(vera, "Hello")
    mine = await anna.post(path(part, "/messages"), {"body": "It is swordfish"})
    await merge(anna, ticket, part)
    made = await anna.post(path(ticket, "/split"), {"message_ids": [mine["id"]]})
    [copy] = await thread(anna, made)
    answers = await asyncio.gather(
        anna("POST", path(ticket, "/split"), json={"message_ids": [mine["id"]]}),
        anna("POST", path(part, f"/messages/{mine['id']}/redact"), json={}),
        anna("POST", path(made, f"/messages/{copy['id']}/redact"), json={}),
        anna("POST", path(made, "/split"), json={"message_ids": [copy["id"]]}),
    )
    assert [each.status_code for each in answers] == [201, 200, 200, 201]
    for each in (ticket, part, made, answers[0].json(), answers[3].json()):
        log = await all_events(anna, path(each))
        assert "swordfish" not in str(log)
        # Who was told of the words was told that they are gone.
        told = [event for event in log if event["type"] in {"message.created", "message.redacted"}]
        assert each is ticket or told[-1]["data"]["message"]["redacted_at"] is not None


async def test_files_go_along_and_whoever_reads_the_copy_may_have_them(callers_: Callers) -> None:
    anna, vera, boris = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Boris")
    ticket = await a_ticket(vera, "hers")
    await anna.post(path(ticket, "/ccs"), {"customer_id": str(boris.who)})
    file = await upload(boris, voice(), "voice.wav")
    said_so = await boris.post(path(ticket, "/messages"), {"body": "Listen", "attachment_ids": [file["id"]]})
    mine = {"message_ids": [said_so["id"]], "requester_id": str(boris.who)}
    made = await anna.post(path(ticket, "/split"), mine)
    await anna("DELETE", path(ticket, f"/ccs/{boris.who}"), expect=204)
    await boris.refused("GET", path(ticket), 404, "not_found")
    for who in (boris, anna):
        assert [each["id"] for each in (await thread(who, made))[0]["attachments"]] == [file["id"]]
        assert (await who("GET", f"/v1/attachments/{file['id']}/content", expect=200)).content == voice()
    other = await callers_.customer(name="Olga")
    await other.refused("GET", f"/v1/attachments/{file['id']}", 404, "not_found")
    # Merged back, all files are there, each once.
    await merge(anna, ticket, made)
    files = [each["message"]["attachments"] for each in await timeline(anna, ticket)]
    assert [[each["id"] for each in some] for some in files] == [[], [file["id"]]]


async def test_a_file_that_is_redacted_on_a_copy_leaves_no_words_behind(callers_: Callers) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    ticket = await a_ticket(vera, "Hello")
    file = await upload(anna, voice(), "voice.wav")
    mine = await anna.post(path(ticket, "/messages"), {"body": "It is 4111 1111", "attachment_ids": [file["id"]]})
    made = await anna.post(path(ticket, "/split"), {"message_ids": [mine["id"]]})
    [copy] = await thread(anna, made)
    its = path(made, f"/messages/{copy['id']}")
    await anna.post(f"{its}/redact", {"text": False, "attachment_ids": [file["id"]]}, expect=200)
    assert [each["attachments"] for each in (*await thread(anna, ticket), *await thread(anna, made))] == [[], [], []]
    await anna.post(path(ticket, f"/messages/{mine['id']}/redact"), {"text": True}, expect=200)
    assert "4111 1" not in str(await anna.get(f"{its}/history"))


async def test_what_is_redacted_while_it_is_split_is_redacted_on_the_new_ticket(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, vera = await callers_.agent(role="lead"), await callers_.customer()
    parent, ticket = await a_ticket(vera, "Hello"), await a_ticket(vera, "It is 4111 1111")
    await merge(anna, parent, ticket)
    word = (await thread(anna, ticket))[0]["id"]
    redacting: list[asyncio.Task[Any]] = []
    usual = splitting._refuse_unread

    async def waits(splits: int) -> bool:
        async with callers_.desk.database.lean() as connection:
            # For the one that splits: loops of the desk wait for others.
            waiting = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))"
            return redacting[0].done() or bool(await connection.fetchval(waiting, splits))

    async def meanwhile(session: AsyncSession, *given: Any) -> None:
        splits = (await raw_connection(session)).get_server_pid()
        redact = anna("POST", path(ticket, f"/messages/{word}/redact"), json={"text": True}, expect=200)
        redacting.append(asyncio.create_task(redact))
        await eventually(lambda: waits(splits), bool)
        await usual(session, *given)

    monkeypatch.setattr(splitting, "_refuse_unread", meanwhile)
    made = await anna.post(path(parent, "/split"), {"message_ids": [word]})
    await redacting[0]
    assert [each["body"] for each in await thread(anna, made)] == [""]
    assert "message.redacted" in [each["type"] for each in await all_events(anna, path(made))]
