"""Sending by each adapter, against vendors that say no where the real ones do, break off, and are down."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from pydantic import SecretStr

from app import settings as known
from app.channels import custom, vk_sending, whatsapp_sending
from app.channels.adapters import ADAPTERS
from app.channels.base import Account, Delayed, File, Outcome, OutFile, Outgoing, Partly, Person, Refused, Sent, Unsure
from app.channels.custom_shapes import EVENT
from app.settings import Settings, configure
from tests.channels import accounts, vendors
from tests.channels.vendors import Vendors
from tests.contract.guides import blocks

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
ID = UUID("01939f00-0000-7000-8000-000000000001")
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50
CHAT, PHONE, PEER = "1111111", "79001234567", "777"
KINDS = ("telegram", "whatsapp", "vk", "custom")


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Vendors]:
    async with vendors.serving() as made:
        yield made


@pytest.fixture
def there(running: Vendors) -> Iterator[Vendors]:
    """The vendors as new, and a desk that may call this machine."""
    running.fresh()
    running.telegram.numbers[int(CHAT)] = 10
    before = known._current
    configure(Settings(outgoing_allow=["127.0.0.0/8"], secret=SecretStr("x1y2z3w4" * 5)))
    yield running
    # The tests after this one keep the settings of the desk under test.
    known._current = before


def account(there: Vendors, kind: str, **more: Any) -> Account:
    """An account whose vendor is the one on loopback."""
    made = {
        "telegram": lambda: accounts.telegram(there.telegram.base, **more),
        "whatsapp": lambda: accounts.whatsapp(there.whatsapp.base, **more),
        "vk": lambda: accounts.vk(there.vk.base, **more),
        "custom": lambda: accounts.custom(f"{there.partner.base}/desk", **more),
    }
    return made[kind]()


def out(kind: str, text: str = "Hello", *files: OutFile, **more: Any) -> Outgoing:
    """A message to somebody whom the vendor knows."""
    to = {"telegram": CHAT, "whatsapp": PHONE, "vk": PEER, "custom": "c-1"}[kind]
    made = Outgoing(id=ID, to=to, text=text, html=None, format="text", files=files, reply_to=None, template=None, at=AT)
    return replace(made, **more)


def file(name: str = "a.pdf", kind: str = "application/pdf", content: bytes = b"%PDF-1.7") -> OutFile:
    """A file on its way out."""
    return OutFile(name, kind, content, len(content))


async def to_the_end(made: Account, message: Outgoing) -> tuple[Outcome, tuple[str, ...]]:
    """All steps, recorded as a sender records them."""
    while True:
        outcome = await ADAPTERS[made.kind].send(made, message)
        if not isinstance(outcome, Partly):
            more = outcome.external_ids if isinstance(outcome, Sent) else ()
            return outcome, (*message.sent, *more)
        message = replace(message, sent=(*message.sent, *outcome.external_ids))


def arrived(there: Vendors, kind: str) -> list[str]:
    """The texts that the vendor has, in their order."""
    match kind:
        case "telegram":
            return [each.get("text", "") for each in there.telegram.sent]
        case "whatsapp":
            return [each["text"]["body"] for each in there.whatsapp.sent if each["type"] == "text"]
        case "vk":
            return [each["message"] for each in there.vk.sent]
        case _:
            return [each["text"] for each in there.partner.got.values()]


@pytest.mark.parametrize("kind", KINDS)
async def test_words_arrive_as_they_are(there: Vendors, kind: str) -> None:
    words = "Здравствуйте! 👨‍👩‍👧 \u200f\u0645\u0631\u062d\u0628\u0627 a\u200bb *not bold* <b>nor this</b>"
    outcome, ids = await to_the_end(account(there, kind), out(kind, words))
    assert isinstance(outcome, Sent)
    assert len(ids) == 1
    assert arrived(there, kind) == [words]


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "vk"])
async def test_a_long_text_goes_in_pieces_and_on_where_it_stopped(there: Vendors, kind: str) -> None:
    made = account(there, kind)
    text = " ".join(["👍" * 500] * 10)
    first = await ADAPTERS[kind].send(made, out(kind, text))
    assert isinstance(first, Partly)
    # The process dies here; another one goes on with what was recorded.
    outcome, ids = await to_the_end(made, out(kind, text, sent=first.external_ids))
    assert isinstance(outcome, Sent)
    assert len(ids) == len(set(ids)) == 3
    assert " ".join(arrived(there, kind)) == text
    assert isinstance(await ADAPTERS[kind].send(made, out(kind, text, sent=ids)), Sent)
    assert len(arrived(there, kind)) == 3


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_not_sent(there: Vendors, kind: str) -> None:
    if kind != "custom":
        assert await ADAPTERS[kind].send(account(there, kind), out(kind, " \n")) == Refused(
            "there is nothing in it that could be sent", "empty"
        )


@pytest.mark.parametrize("kind", KINDS)
async def test_who_is_down_gets_it_later(there: Vendors, kind: str) -> None:
    for each in (there.telegram, there.whatsapp, there.vk, there.partner):
        each.down = True
    outcome = await ADAPTERS[kind].send(account(there, kind), out(kind))
    assert isinstance(outcome, Delayed)
    assert "502" in outcome.error


@pytest.mark.parametrize("kind", KINDS)
async def test_what_nobody_got_is_sent_again(there: Vendors, kind: str) -> None:
    made = account(there, kind)
    nowhere = {"api_url": "http://127.0.0.1:1", "url": "http://127.0.0.1:1/x"}
    outcome = await ADAPTERS[kind].send(replace(made, settings={**made.settings, **nowhere}), out(kind))
    assert outcome == Delayed("no connection")


@pytest.mark.parametrize("kind", KINDS)
async def test_an_answer_that_breaks_off_is_repeated_only_where_that_is_safe(there: Vendors, kind: str) -> None:
    made = account(there, kind)
    vendor = {"telegram": there.telegram, "whatsapp": there.whatsapp, "vk": there.vk, "custom": there.partner}[kind]
    vendor.cut = True
    outcome = await ADAPTERS[kind].send(made, out(kind))
    assert len(arrived(there, kind)) == 1
    match kind:
        case "telegram" | "whatsapp":
            assert isinstance(outcome, Unsure)
        case "vk":
            assert isinstance(outcome, Delayed)
            again = await ADAPTERS[kind].send(made, out(kind))
            assert isinstance(again, Sent)
            assert len(there.vk.sent) == 1
        case _:
            # Its status had been said.
            assert outcome == Sent((str(ID),))


@pytest.mark.parametrize(
    ("kind", "status", "body", "outcome"),
    [
        ("telegram", 429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
         Delayed("Too Many Requests", 7.0)),
        ("telegram", 403, {"ok": False, "description": "Forbidden: bot was blocked by the user"},
         Refused("Forbidden: bot was blocked by the user", "blocked")),
        ("telegram", 403, {"ok": False, "description": "Forbidden: user is deactivated"},
         Refused("Forbidden: user is deactivated", "blocked")),
        ("telegram", 400, {"ok": False, "description": "Bad Request: chat not found"},
         Refused("Bad Request: chat not found", "unknown_recipient")),
        ("telegram", 401, {"ok": False, "description": "Unauthorized"},
         Delayed("the bot's token is not accepted: Unauthorized", 300.0)),
        ("telegram", 504, None, Unsure("Telegram answered 504")),
        ("telegram", 200, {"ok": True}, Unsure("Telegram answered 200")),
        ("whatsapp", 400, {"error": {"code": 131047, "message": "x", "error_data": {"details": "24 hours"}}},
         Refused("131047 24 hours", "window_closed")),
        ("whatsapp", 400, {"error": {"code": 131026, "message": "Message undeliverable"}},
         Refused("131026 Message undeliverable", "undeliverable")),
        ("whatsapp", 400, {"error": {"code": 130429, "message": "Rate limit hit"}},
         Delayed("130429 Rate limit hit", 10.0)),
        ("whatsapp", 429, {}, Delayed("WhatsApp answered 429", None)),
        ("whatsapp", 401, {"error": {"code": 190, "message": "expired"}}, Delayed("190 expired", 300.0)),
        ("whatsapp", 400, {"error": {"code": 100, "message": "bad"}}, Refused("100 bad", "not_accepted")),
        ("vk", 200, {"error": {"error_code": 6, "error_msg": "Too many requests"}},
         Delayed("6 Too many requests", 1.0)),
        ("vk", 200, {"error": {"error_code": 9, "error_msg": "Flood"}}, Delayed("9 Flood", 60.0)),
        ("vk", 200, {"error": {"error_code": 10, "error_msg": "Internal"}}, Delayed("10 Internal", 30.0)),
        ("vk", 200, {"error": {"error_code": 901, "error_msg": "No permission"}},
         Refused("901 No permission", "blocked")),
        ("vk", 200, {"error": {"error_code": 902, "error_msg": "Privacy"}}, Refused("902 Privacy", "blocked")),
        ("vk", 200, {"error": {"error_code": 7, "error_msg": "Denied"}}, Refused("7 Denied", "not_allowed")),
        ("vk", 200, {"error": {"error_code": 5, "error_msg": "No token"}}, Delayed("5 No token", 300.0)),
        ("vk", 200, [], Delayed("VK answered 200", None)),
        ("custom", 410, {}, Refused("the partner's server answered 410", "not_accepted")),
        ("custom", 404, {}, Delayed("the partner's server answered 404", 300.0)),
        ("custom", 400, {}, Refused("the partner's server answered 400", "not_accepted")),
        ("custom", 302, {}, Delayed("the partner's server answered 302", None)),
    ],
)  # fmt: skip
async def test_what_a_refusal_means(there: Vendors, kind: str, status: int, body: Any, outcome: Outcome) -> None:
    vendor = {"telegram": there.telegram, "whatsapp": there.whatsapp, "vk": there.vk, "custom": there.partner}[kind]
    vendor.script.append((status, body))
    assert await ADAPTERS[kind].send(account(there, kind), out(kind)) == outcome
    assert arrived(there, kind) == []


@pytest.mark.parametrize("kind", ["telegram", "whatsapp", "vk"])
async def test_markdown_reads_well(there: Vendors, kind: str) -> None:
    message = out(kind, "**Hello**, see [it](https://a.example)", format="markdown")
    if kind == "telegram":
        # What it does not take of the marks costs no words.
        there.telegram.script.append((400, {"ok": False, "description": "Bad Request: can't parse entities"}))
        await to_the_end(account(there, kind), message)
        assert "entities" not in there.telegram.sent.pop()
    assert isinstance((await to_the_end(account(there, kind), message))[0], Sent)
    if kind == "telegram":
        assert there.telegram.sent[0]["entities"] == [
            {"type": "bold", "offset": 0, "length": 5},
            {"type": "text_link", "offset": 11, "length": 2, "url": "https://a.example"},
        ]
    link = "it" if kind == "telegram" else "it (https://a.example)"
    assert arrived(there, kind) == [f"Hello, see {link}"]


async def test_answers_and_files_in_telegram(there: Vendors) -> None:
    no_photo = file("thin.png", "image/png", b"too thin")
    files = (file(), file("a.png", "image/png", PNG), no_photo, file("v.mp4", "video/mp4", b"v"))
    message = out("telegram", "see", *files, reply_to=f"{CHAT}:7")
    outcome, ids = await to_the_end(account(there, "telegram"), message)
    assert isinstance(outcome, Sent)
    assert ids == (f"{CHAT}:11", f"{CHAT}:12", f"{CHAT}:13", f"{CHAT}:14", f"{CHAT}:15")
    assert [each["method"] for each in there.telegram.sent] == [
        "sendMessage", "sendDocument", "sendPhoto", "sendDocument", "sendVideo",
    ]  # fmt: skip
    assert there.telegram.sent[0]["reply_parameters"] == {"message_id": 7, "allow_sending_without_reply": True}
    assert there.telegram.sent[1]["document"] == ("a.pdf", b"%PDF-1.7", "application/pdf")
    assert "reply_parameters" not in there.telegram.sent[1]


async def test_files_in_whatsapp_are_uploaded_and_then_sent(there: Vendors) -> None:
    files = (file("a.png", "image/png", PNG), file(), file("b.webp", "image/webp", b"w"))
    message = out("whatsapp", "see", *files, reply_to="wamid.IN1")
    outcome, ids = await to_the_end(account(there, "whatsapp"), message)
    assert isinstance(outcome, Sent)
    assert ids == tuple(each["wamid"] for each in there.whatsapp.sent)
    assert [each["type"] for each in there.whatsapp.sent] == ["text", "image", "document", "document"]
    assert there.whatsapp.sent[0]["context"] == {"message_id": "wamid.IN1"}
    assert there.whatsapp.sent[2]["document"]["filename"] == "a.pdf"
    assert there.whatsapp.media[there.whatsapp.sent[1]["image"]["id"]] == (PNG, "image/png")


async def test_somebody_without_a_number_is_written_to_by_their_id(there: Vendors) -> None:
    await to_the_end(account(there, "whatsapp"), out("whatsapp", to="US.13491208655302741918"))
    assert there.whatsapp.sent[0]["recipient"] == "US.13491208655302741918"
    assert "to" not in there.whatsapp.sent[0]


async def test_a_closed_window_takes_a_template_and_nothing_else(there: Vendors) -> None:
    made = account(there, "whatsapp", template={"name": "desk_reply", "language": "ru"})
    there.whatsapp.closed.add(PHONE)
    refused = await ADAPTERS["whatsapp"].send(made, out("whatsapp"))
    assert isinstance(refused, Refused)
    assert refused.code == "window_closed"
    template = whatsapp_sending.template(made, "Your order\n\n has   come.")
    outcome, _ = await to_the_end(made, out("whatsapp", "ignored", template=template))
    assert isinstance(outcome, Sent)
    sent = there.whatsapp.sent[0]
    assert (sent["type"], sent["template"]["name"]) == ("template", "desk_reply")
    assert sent["template"]["components"][0]["parameters"] == [{"type": "text", "text": "Your order has come."}]
    # What does not fit is said, and not cut.
    assert whatsapp_sending.template(made, "x" * 1025) is None
    assert whatsapp_sending.template(account(there, "whatsapp"), "no template") is None
    refused = await ADAPTERS["whatsapp"].send(made, out("whatsapp", "see", file(), template=template))
    assert isinstance(refused, Refused)
    assert refused.code == "window_closed"


async def test_files_in_vk_are_attached_to_the_text(there: Vendors) -> None:
    files = (file("a.png", "image/png", PNG), *(file(f"{number}.pdf") for number in range(11)))
    outcome, ids = await to_the_end(account(there, "vk"), out("vk", "see", *files, reply_to="42"))
    assert isinstance(outcome, Sent)
    assert len(ids) == 2
    first, second = there.vk.sent
    assert (first["message"], first["reply_to"]) == ("see", "42")
    assert first["attachment"].startswith("photo5_")
    assert len(first["attachment"].split(",")) == 10
    assert (second["message"], len(second["attachment"].split(","))) == ("", 2)


async def test_a_file_that_vk_never_takes_is_said_before_anything_is_sent(there: Vendors) -> None:
    for each in (file("a.exe", "application/octet-stream", b"MZ"), file("bad.png", "image/png", b"no")):
        outcome = await ADAPTERS["vk"].send(account(there, "vk"), out("vk", "see", each))
        assert isinstance(outcome, Refused)
        assert outcome.code == "file_refused"
    assert there.vk.sent == []


def test_the_number_by_which_vk_knows_a_message_is_its_own() -> None:
    numbers = {vk_sending.random_id(UUID(int=each), step) for each in range(200) for step in range(3)}
    assert len(numbers) == 600
    assert all(0 < number < 2**31 for number in numbers)
    assert vk_sending.random_id(ID, 1) == vk_sending.random_id(ID, 1)


async def test_a_partner_gets_everything_in_one_signed_message(there: Vendors) -> None:
    made = account(there, "custom")
    there.partner.answers = {"id": "theirs-9"}
    message = out("custom", "see", file(), reply_to="p-1")
    for _ in range(2):
        assert await ADAPTERS["custom"].send(made, message) == Sent(("theirs-9",))
    assert (there.partner.times, list(there.partner.got)) == (2, [f"msg_{ID}"])
    assert there.partner.got[f"msg_{ID}"] == {
        "type": "message", "id": str(ID), "channel_id": str(made.id), "conversation": "c-1", "text": "see",
        "html": None, "format": "text", "reply_to": "p-1", "at": "2026-11-26T12:00:00Z",
        "files": [
            {"name": "a.pdf", "content_type": "application/pdf", "size": 8, "content": "JVBERi0xLjc="},
        ],
    }  # fmt: skip


def test_what_the_guide_shows_of_a_partners_channel_is_what_is_taken_and_sent() -> None:
    incoming, outgoing = (
        each.values for each in blocks() if each.file == "docs/guides/messengers.md" and not each.shape
    )
    assert [EVENT.validate_python(each).type for each in incoming] == [
        "message", "edit", "delete", "receipt", "stopped",
    ]  # fmt: skip
    made = out("custom", "It left this morning.", file("label.pdf"), to="order-77", reply_to="m-1001")
    shaped = orjson.loads(orjson.dumps(custom._shape(accounts.custom(), made)))
    assert outgoing[0].keys() == shaped.keys()
    assert outgoing[0]["files"] == shaped["files"]


@pytest.mark.parametrize(("kind", "most"), [("telegram", 50_000_000), ("whatsapp", 100_000_000), ("vk", 200_000_000)])
async def test_too_large_a_file_is_said_before_anything_is_sent(there: Vendors, kind: str, most: int) -> None:
    large = OutFile("large.bin", "application/zip", b"", most + 1)
    outcome = await ADAPTERS[kind].send(account(there, kind), out(kind, "see", large))
    assert isinstance(outcome, Refused)
    assert outcome.code == "file_too_large"
    assert arrived(there, kind) == []


async def test_files_are_fetched_from_where_they_lie(there: Vendors) -> None:
    there.telegram.files["t1"] = b"from telegram"
    there.whatsapp.media["w1"] = (b"from whatsapp", "image/jpeg")
    there.vk.files["v1"] = b"from vk"
    there.partner.files["p1"] = b"from the partner"
    tokens = {
        "telegram": "t1", "whatsapp": "w1", "vk": f"{there.vk.base}/files/v1", "custom": f"{there.partner.base}/p1",
    }  # fmt: skip
    found = [
        await ADAPTERS[kind].fetch(account(there, kind), File("a", None, token=token)) for kind, token in tokens.items()
    ]
    assert found == [b"from telegram", b"from whatsapp", b"from vk", b"from the partner"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_of_100_mb_is_refused_before_it_is_downloaded(there: Vendors, kind: str) -> None:
    there.down = True  # type: ignore[attr-defined]  # nobody is asked
    large = File("a", None, token="https://files.invalid/a", size=100_000_000)
    if kind == "whatsapp":
        there.whatsapp.media["big"] = (bytes(26_214_401), "video/mp4")
        large = File("a", None, token="big")
    with pytest.raises(ValueError, match="larger than"):
        await ADAPTERS[kind].fetch(account(there, kind), large)


@pytest.mark.parametrize("kind", KINDS)
async def test_files_that_lie_about_their_size_or_place(there: Vendors, kind: str) -> None:
    made = account(there, kind)
    there.telegram.files["t"] = bytes(21_000_000)
    there.vk.files["v"] = there.partner.files["p"] = bytes(27_000_000)
    tokens = {
        "telegram": ["t", "gone"], "whatsapp": ["gone", "../me", "a?b"], "vk": [f"{there.vk.base}/files/v", "http://169.254.169.254/x"],
        "custom": [f"{there.partner.base}/p", f"{there.partner.base}/inside", "file:///etc/passwd", "http://[::1]/", "http://10.0.0.1/x"],
    }  # fmt: skip
    for token in tokens[kind]:
        with pytest.raises(ValueError, match=r"."):
            await ADAPTERS[kind].fetch(made, File("a", None, token=token))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_may_be_had_another_time(there: Vendors, kind: str) -> None:
    for each in (there.telegram, there.whatsapp, there.vk, there.partner):
        each.down = True
    tokens = {"telegram": "t", "whatsapp": "w", "vk": f"{there.vk.base}/files/v", "custom": f"{there.partner.base}/p"}
    with pytest.raises(OSError, match="502"):
        await ADAPTERS[kind].fetch(account(there, kind), File("a", None, token=tokens[kind]))


async def test_the_token_of_whatsapp_is_shown_to_nobody_else(there: Vendors) -> None:
    there.whatsapp.media["w1"] = (b"x", "image/jpeg")
    there.whatsapp.base = "http://127.0.0.2:9"
    made = accounts.whatsapp(f"{there.url}/whatsapp")
    with pytest.raises(ValueError, match="not one of WhatsApp's"):
        await ADAPTERS["whatsapp"].fetch(made, File("a", None, token="w1"))


async def test_a_name_is_asked_for_in_vk(there: Vendors) -> None:
    there.vk.names["777"] = ("Юля", "Щукина")
    adapter, made = ADAPTERS["vk"], account(there, "vk")
    assert (await adapter.introduce(made, Person("777"))).name == "Юля Щукина"
    assert (await adapter.introduce(made, Person("778"))).name is None
    there.vk.down = True
    with pytest.raises(OSError, match="502"):
        await adapter.introduce(made, Person("777"))


async def test_places_are_told_to_vendors(there: Vendors) -> None:
    await ADAPTERS["telegram"].connect(account(there, "telegram"), "https://desk.example/hook")
    assert (there.telegram.hook, there.telegram.secret) == ("https://desk.example/hook", "telegram-secret-0123456789")
    await ADAPTERS["telegram"].connect(account(there, "telegram", polling=True), "https://desk.example/hook")
    assert there.telegram.hook is None
    wrong = replace(account(there, "telegram"), secrets={**accounts.TELEGRAM_SECRETS, "bot_token": "1:" + "x" * 30})
    with pytest.raises(ValueError, match="Unauthorized"):
        await ADAPTERS["telegram"].connect(wrong, "https://desk.example/hook")
    for kind in ("telegram", "whatsapp"):
        there.telegram.script.append((400, {"ok": False, "description": "bad webhook: HTTPS url must be provided"}))
        there.whatsapp.script.append((400, {"error": {"message": "bad url"}}))
        with pytest.raises(ValueError, match="bad"):
            await ADAPTERS[kind].connect(account(there, kind), "http://desk.test/hook")
