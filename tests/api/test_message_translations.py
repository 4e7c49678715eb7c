"""Messages in other languages: asked for once, kept, void when the message changes, and nowhere once it is redacted."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from app.providers import breaker
from app.services import exports, message_translations, rate_limits
from app.settings import Settings
from tests.api.test_attachments import set_up
from tests.api.test_messages import everywhere
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of
from tests.providers.translators import KEY, Translator, a_translator
from tests.realtime.sockets import Socket
from tests.receivers import saying

HALLO = "Die Rechnung ist falsch"


@pytest.fixture
async def service(settings: Settings) -> AsyncIterator[Translator]:
    """The desk with a translation provider."""
    breaker.forget()
    rate_limits.forget()
    async with a_translator() as made:
        given = {"translation_provider": "libretranslate", "translation_url": made.url}
        with set_up(settings, **given, translation_key=SecretStr(KEY), translation_timeout=50.0):
            yield made
    breaker.forget()


async def asked(who: Api, body: str = HALLO, **more: Any) -> tuple[str, dict[str, Any]]:
    """A customer's ticket: its path, and its first message."""
    ticket = await who.post("/v1/tickets", {"subject": "7", "body": body, **more})
    path = f"/v1/tickets/{ticket['id']}"
    return path, (await who.get(f"{path}/messages"))["items"][0]


async def state(who: Api, one: str, language: str) -> str | None:
    """What there is of a message in a language."""
    items = (await who.get(f"{one}/translations"))["items"]
    return next((each["state"] for each in items if each["language"] == language), None)


async def gone(desk: Desk, words: str) -> None:
    """Nothing says it any more; the index of what is searched follows a moment later."""
    await eventually(lambda: everywhere(desk), lambda found: words not in found.lower())


async def test_a_message_is_translated_once_and_read_by_all_agents(service: Translator, callers_: Callers) -> None:
    vera, anna, boris = await callers_.customer(), await callers_.agent(), await callers_.agent(name="Boris")
    path, first = await asked(vera)
    one = f"{path}/messages/{first['id']}"
    async with Socket(boris) as socket:
        ticket = path.rpartition("/")[2]
        last = (await socket.follow(ticket))["subs"][0]["last_seq"]
        found = await anna.post(f"{one}/translations", {"language": "en"})
        heard = (await socket.events(ticket, last + 1))[-1]
    assert heard["kind"] == "message.translated"
    assert heard["data"] == {"message_id": first["id"], "language": "en", "state": "done"}
    assert (found["state"], found["body"], found["source_language"]) == ("done", "EN(DIE RECHNUNG IST FALSCH)", "de")
    assert await boris.post(f"{one}/translations", {"language": "en"}, expect=200) == found
    same = await boris.post(f"{one}/translations", {"language": "de"})
    assert (same["state"], same["body"]) == ("same", None)
    assert len(service.asked) == 2
    page = await anna.get(f"{one}/translations?limit=1")
    assert [each["language"] for each in page["items"]] == ["de"]
    rest = await anna.get(f"{one}/translations?limit=1&cursor={page['next_cursor']}")
    assert (rest["items"], rest["next_cursor"]) == ([found], None)
    shown = (await anna.get(f"{path}/messages?translations=en"))["items"]
    assert [each["translation"] for each in shown] == [found]
    timeline = (await anna.get(f"{path}/timeline?translations=en"))["items"]
    assert [each["message"]["translation"] for each in timeline] == [found]
    assert "translation" not in (await anna.get(f"{path}/messages"))["items"][0]
    # The customer hears nothing of how their words are read.
    assert (await vera.get(f"{path}/messages"))["items"] == [first]
    assert "translat" not in (await vera("GET", f"{path}/events")).text.replace("translated_from", "")
    for method, where in (
        ("POST", f"{one}/translations"),
        ("GET", f"{one}/translations"),
        ("GET", f"{path}/translation"),
    ):
        body = {"json": {"language": "en"}} if method == "POST" else {}
        await vera.refused(method, where, 403, "forbidden", **body)
    await vera.refused("GET", f"{path}/messages?translations=en", 403, "forbidden")


async def test_a_provider_in_trouble_changes_nothing_and_says_why(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, first = await asked(vera)
    one = f"{path}/messages/{first['id']}"
    service.instead = saying(429, "retry-after: 9")
    refused = await anna("POST", f"{one}/translations", json={"language": "en"})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "9")
    assert (refused.json()["code"], refused.json()["reason"]) == ("translation_unavailable", "busy")
    service.instead = saying(200, body=b"<html>Sign in</html>")
    problem = await anna.refused(
        "POST", f"{path}/messages", 503, "translation_unavailable", json={"body": "Ответ", "translate": "de"}
    )
    assert problem["reason"] == "nonsense"
    assert len((await anna.get(f"{path}/messages"))["items"]) == 1
    assert (await anna.get(f"{one}/translations"))["items"] == []
    service.instead = None
    assert (await anna.post(f"{one}/translations", {"language": "en"}))["state"] == "done"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"language": "zz"}, "unknown_language"),
        ({"language": "de-hacked!"}, "invalid"),
        ({"language": "x" * 40}, "invalid"),
        ({"language": None}, "invalid"),
        ({}, "invalid"),
    ],
)
async def test_what_cannot_be_asked_for(callers_: Callers, body: dict[str, Any], code: str) -> None:
    anna = await callers_.agent()
    path, first = await asked(anna, requester={"email": "v@x.test"})
    await anna.refused("POST", f"{path}/messages/{first['id']}/translations", 422, code, json=body)


async def test_without_a_provider_nothing_is_promised(callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, first = await asked(vera)
    wanted = {"automatic": True, "agents_language": "ru"}
    for method, where, body in (
        ("POST", f"{path}/messages/{first['id']}/translations", {"language": "en"}),
        ("POST", "/v1/translations", {"text": "Hallo", "to": "en"}),
        ("POST", f"{path}/messages", {"body": "Hi", "translate": "de"}),
        ("PUT", f"{path}/translation", wanted),
    ):
        problem = await anna.refused(method, where, 409, "translation_unavailable", json=body)
        assert problem["reason"] == "off"
    # What agents speak may be said all the same.
    assert (await anna.put(f"{path}/translation", {**wanted, "automatic": False}))["agents_language"] == "ru"
    # And what is in the customer's language already needs nobody.
    assert (await anna.post(f"{path}/messages", {"body": "Привет", "translate": "ru"}))["translated_from"] is None


async def test_a_reply_leaves_in_the_customers_language_and_its_words_stay(
    service: Translator, desk: Desk, callers_: Callers, tmp_path: Path
) -> None:
    vera, anna, lead = await callers_.customer(), await callers_.agent(), await callers_.agent(role="lead")
    path, _ = await asked(vera, language="de")
    reply = {"body": "Номер **77**: `x = 1`", "format": "markdown", "translate": "auto", "client_message_id": "c-1"}
    key = {"idempotency-key": "once-and-for-all"}
    async with Socket(vera) as socket:
        ticket = path.rpartition("/")[2]
        last = (await socket.follow(ticket))["subs"][0]["last_seq"]
        said = await anna.post(f"{path}/messages", reply, headers=key)
        heard = (await socket.events(ticket, last + 1))[-1]["data"]["message"]
    assert said["body"] == "DE(НОМЕР **77**: `x = 1`)"
    assert said["translated_from"] == "ru"
    assert said["original"] == {"language": "ru", "body": reply["body"]}
    # The customer sees that it is a translation, and not of what.
    assert (heard["body"], heard["translated_from"]) == (said["body"], "ru")
    assert "original" not in heard
    seen = (await vera.get(f"{path}/messages"))["items"][-1]
    assert (seen["body"], seen["translated_from"], seen["original"]) == (said["body"], "ru", None)
    shop = await callers_.partner("tickets:read")
    assert (await shop.get(f"{path}/messages"))["items"][-1] == seen
    await exports.to_folder(desk.database, tmp_path)
    [words] = [orjson.loads(line) for line in (tmp_path / "message_translations.jsonl").read_bytes().splitlines()]
    assert (words["state"], words["body"]) == ("original", reply["body"])
    assert "Номер" not in (await vera("GET", f"{path}/events")).text
    assert "Номер" in (await anna("GET", f"{path}/events")).text
    shown = (await anna.get(f"{path}/messages?translations=ru"))["items"][-1]
    assert (shown["translation"]["state"], shown["translation"]["body"]) == ("original", reply["body"])
    # A retry is that message, whatever the provider would say now; and other words are no retry.
    calls = len(service.asked)
    service.instead = saying(500)
    replayed = await anna("POST", f"{path}/messages", expect=201, json=reply, headers=key)
    assert replayed.headers["idempotency-replayed"] == "true"
    again = await anna.post(f"{path}/messages", reply, expect=200)
    assert (again["id"], again["body"], again["original"]) == (said["id"], said["body"], said["original"])
    other = {**reply, "body": "Другое"}
    await anna.refused("POST", f"{path}/messages", 422, "idempotency_mismatch", json=other)
    assert len(service.asked) == calls
    # An edit is what the agent says themselves; what was sent and what they had written is in its history.
    service.instead = None
    one = f"{path}/messages/{said['id']}"
    edited = await lead.patch(one, {"body": "Nein"})
    assert (edited["translated_from"], edited["original"]) == (None, None)
    history = (await lead.get(f"{one}/history"))["items"]
    assert [(each["body"], each["translated_from"], each["original"]) for each in history] == [
        (said["body"], "ru", reply["body"])
    ]
    assert (await anna.post(f"{path}/messages", reply, expect=200))["body"] == "Nein"
    await exports.to_folder(desk.database, tmp_path)
    [kept] = [orjson.loads(line) for line in (tmp_path / "message_revisions.jsonl").read_bytes().splitlines()]
    assert (kept["body"], kept["original"]) == (said["body"], reply["body"])
    await lead.post(f"{one}/redact", {}, expect=200)
    await gone(desk, "номер")
    replayed = await anna("POST", f"{path}/messages", expect=201, json=reply, headers=key)
    left = replayed.json()
    assert (left["body"], left["translated_from"], left["original"]) == ("", None, None)


async def test_a_reply_with_a_translation_of_its_own(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, _ = await asked(vera)
    made = await anna.post("/v1/translations", {"text": "Привет, #77", "to": "de"}, expect=200)
    assert made == {"text": "DE(ПРИВЕТ, #77)", "to": "de", "source_language": "ru", "provider": "libretranslate"}
    words = {"language": "ru", "body": "Привет, #77"}
    said = await anna.post(f"{path}/messages", {"body": "Hallo, #77", "original": words})
    assert (said["body"], said["translated_from"], said["original"]) == ("Hallo, #77", "ru", words)
    assert len(service.asked) == 1
    both = {"body": "Hallo", "original": words, "translate": "de"}
    await anna.refused("POST", f"{path}/messages", 422, "invalid", json=both)
    note = {"body": "Hallo", "translate": "de", "visibility": "internal"}
    await anna.refused("POST", f"{path}/messages", 422, "translation_for_replies", json=note)
    await vera.refused("POST", f"{path}/messages", 403, "forbidden", json={"body": "Hallo", "translate": "en"})
    wordless, _ = await asked(await callers_.customer(), "👍 12")
    await anna.refused(
        "POST", f"{wordless}/messages", 422, "language_unknown", json={"body": "Hi", "translate": "auto"}
    )
    await anna.refused("POST", f"{path}/messages", 422, "unknown_language", json={"body": "Hi", "translate": "zz"})
    await vera.refused("POST", "/v1/translations", 403, "forbidden", json={"text": "Hallo", "to": "en"})


@pytest.mark.usefixtures("service")
async def test_a_split_takes_translations_along_and_a_redaction_reaches_them(desk: Desk, callers_: Callers) -> None:
    vera, lead = await callers_.customer(), await callers_.agent(role="lead")
    path, first = await asked(vera)
    said = await lead.post(f"{path}/messages", {"body": "Секрет", "translate": "de"})
    await lead.post(f"{path}/messages/{first['id']}/translations", {"language": "en"})
    parts = {"message_ids": [first["id"], said["id"]]}
    made = await lead.post(f"{path}/split", parts)
    copies = (await lead.get(f"/v1/tickets/{made['id']}/messages?translations=en"))["items"]
    assert copies[0]["translation"]["body"] == "EN(DIE RECHNUNG IST FALSCH)"
    assert copies[1]["original"]["body"] == "Секрет"
    await lead.post(f"/v1/tickets/{made['id']}/messages/{copies[1]['id']}/redact", {}, expect=200)
    await gone(desk, "екрет")
    again: dict[str, Any] = {"headers": {"idempotency-key": "a-translation"}, "json": {"language": "en"}, "expect": 200}
    assert (await lead("POST", f"{path}/messages/{first['id']}/translations", **again)).json()["body"] is not None
    await lead.post(f"{path}/messages/{first['id']}/redact", {}, expect=200)
    await gone(desk, "falsch")
    assert (await lead("POST", f"{path}/messages/{first['id']}/translations", **again)).json()["body"] == ""
    asked_anew: dict[str, Any] = {"json": {"language": "en"}}
    await lead.refused("POST", f"{path}/messages/{first['id']}/translations", 422, "nothing_to_translate", **asked_anew)


async def test_what_the_customer_writes_is_translated_as_it_comes(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, first = await asked(vera)
    wanted = {"automatic": True, "agents_language": "ru"}
    assert (await anna.get(f"{path}/translation"))["automatic"] is False
    answer = await anna("PUT", f"{path}/translation", expect=200, json=wanted)
    assert answer.json()["provider"] == "libretranslate"
    again = await anna("PUT", f"{path}/translation", expect=200, json=wanted)
    assert again.headers["etag"] == answer.headers["etag"]
    await anna.refused("PUT", f"{path}/translation", 412, "stale", json=wanted, headers={"if-match": '"9"'})
    service.instead = saying(500)
    second = await vera.post(f"{path}/messages", {"body": "Und wann?"})
    note = await anna.post(f"{path}/messages", {"body": "Unter uns", "visibility": "internal"})
    mine = await anna.post(f"{path}/messages", {"body": "Moment"})
    service.instead = None
    for each in (first, second):
        one = f"{path}/messages/{each['id']}"
        await eventually(lambda one=one: state(anna, one, "ru"), lambda found: found == "done")  # type: ignore[misc]
    for each in (note, mine):
        assert await state(anna, f"{path}/messages/{each['id']}", "ru") is None
    shown = (await anna.get(f"{path}/messages?translations=ru"))["items"]
    assert shown[1]["translation"]["body"] == "RU(UND WANN?)"
    # Replies go into what the customer was found to write.
    assert (await anna.get(f"{path}/translation"))["customer_language"] == "de"
    assert (await anna.post(f"{path}/messages", {"body": "Завтра", "translate": "auto"}))["body"] == "DE(ЗАВТРА)"
    kinds = [each["type"] for each in (await anna.get(f"{path}/events?limit=200"))["items"]]
    assert kinds.count("ticket.translation_changed") == 1
    assert kinds.count("message.translated") == 2
    await anna.put(f"{path}/translation", {**wanted, "automatic": False})
    third = await vera.post(f"{path}/messages", {"body": "Danke"})
    found = await anna.post(f"{path}/messages/{third['id']}/translations", {"language": "ru"})
    assert found["state"] == "done"


async def test_an_edit_during_a_translation_is_what_is_translated(
    service: Translator, desk: Desk, callers_: Callers
) -> None:
    lead = await callers_.agent(role="lead")
    path, first = await asked(lead, requester={"email": "v@x.test"})
    one = f"{path}/messages/{first['id']}"
    service.gate.clear()
    keyed = {"idempotency-key": "the-same-key-twice"}
    under_way = [
        asyncio.create_task(lead("POST", f"{one}/translations", json={"language": "en"}, headers=headers))
        for headers in (keyed, keyed, {})
    ]
    await eventually(lambda: _count(service), lambda count: count >= 2)
    # Nobody holds a lock or a transaction meanwhile.
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND pid <> pg_backend_pid()"
    await eventually(lambda: state_of(desk.database, waiting), lambda count: count == 0)
    await lead.patch(one, {"body": "Die Rechnung ist gut"})
    service.gate.set()
    answers = await asyncio.gather(*under_way)
    assert {each.json()["body"] for each in answers} == {"EN(DIE RECHNUNG IST GUT)"}
    # Whoever comes second finds what is kept, or has translated the same words.
    assert {201} <= {each.status_code for each in answers} <= {200, 201}
    assert [each["of_version"] for each in (await lead.get(f"{one}/translations"))["items"]] == [2]


async def test_the_same_reply_at_once_is_one_whatever_words_it_gets(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, _ = await asked(vera)
    service.drifts = True
    service.gate.clear()
    reply = {"body": "Завтра", "translate": "de", "client_message_id": "c-1"}
    under_way = [asyncio.create_task(anna("POST", f"{path}/messages", json=reply)) for _ in range(3)]
    await eventually(lambda: _count(service), lambda count: count >= 3)
    service.gate.set()
    answers = await asyncio.gather(*under_way)
    assert sorted(each.status_code for each in answers) == [200, 200, 201]
    assert len({(each.json()["id"], each.json()["body"]) for each in answers}) == 1
    assert {each.json()["original"]["body"] for each in answers} == {"Завтра"}
    assert len((await vera.get(f"{path}/messages"))["items"]) == 2


async def test_a_model_that_names_the_wrong_language_has_translated(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, first = await asked(vera, "Это счёт за прошлый месяц")
    said = {"translatedText": ["Die Antwort"], "detectedLanguage": {"language": "de"}}
    service.instead = saying(200, "content-type: application/json", body=orjson.dumps(said))
    reply = {"body": "Мы уже отправили вам новый счёт", "translate": "de", "client_message_id": "c-1"}
    sent = await anna.post(f"{path}/messages", reply)
    assert (sent["body"], sent["translated_from"]) == ("Die Antwort", "ru")
    read = await anna.post(f"{path}/messages/{first['id']}/translations", {"language": "de"})
    assert (read["state"], read["body"], read["source_language"]) == ("done", "Die Antwort", "ru")
    # Redacted meanwhile, a retry is that message all the same, and nobody is asked.
    await anna.post(f"{path}/messages/{sent['id']}/redact", {}, expect=200)
    calls = len(service.asked)
    again = await anna("POST", f"{path}/messages", json=reply)
    assert (again.status_code, again.json()["id"], again.json()["body"]) == (200, sent["id"], "")
    assert len(service.asked) == calls


@pytest.mark.usefixtures("service")
async def test_a_ticket_that_an_agent_opens_is_answered_in_its_customers_language(callers_: Callers) -> None:
    vera, anna = await callers_.customer(email="v@example.com"), await callers_.agent()
    await asked(vera, "Ich warte noch auf das Paket")
    ticket = await anna.post(
        "/v1/tickets",
        {"subject": "7", "body": "Мы нашли вашу посылку на складе", "requester": {"email": "v@example.com"}},
    )
    path = f"/v1/tickets/{ticket['id']}"
    assert (await anna.get(f"{path}/translation"))["customer_language"] == "de"
    said = await anna.post(f"{path}/messages", {"body": "Завтра она будет у вас", "translate": "auto"})
    assert (said["body"], said["translated_from"]) == ("DE(ЗАВТРА ОНА БУДЕТ У ВАС)", "ru")
    # A word that is none of the language which they say they write in does not leave as it is.
    await anna.put(f"{path}/translation", {"automatic": False, "agents_language": "de"})
    assert (await anna.post(f"{path}/messages", {"body": "Спасибо", "translate": "auto"}))["body"] == "DE(СПАСИБО)"
    # Whoever says what the ticket's language is knows better.
    await anna.patch(path, {"language": "fr"})
    assert (await anna.get(f"{path}/translation"))["customer_language"] == "fr"


async def test_nobody_has_a_provider_asked_without_end(service: Translator, callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    path, first = await asked(vera)
    for _ in range(message_translations.ASKED):
        rate_limits.check("translations", str(anna.id), limit=message_translations.ASKED, seconds=60)
    for where, body in (
        ("/v1/translations", {"text": "Hallo", "to": "en"}),
        (f"{path}/messages/{first['id']}/translations", {"language": "en"}),
        (f"{path}/messages", {"body": "Завтра", "translate": "de"}),
    ):
        await anna.refused("POST", where, 429, "rate_limited", json=body)
    assert not service.asked


async def _count(service: Translator) -> int:
    return len(service.asked)
