"""What updates say, in the shapes that vendors document: text, files, answers, edits, receipts, and what is nothing."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from app.channels.adapters import ADAPTERS
from app.channels.base import Delivered, File, ForgedError, Incoming, Person
from tests.channels import accounts, shapes
from tests.channels.test_hostile import MADE, delivered

VERA = {
    "id": 1111111,
    "is_bot": False,
    "first_name": "Vera",
    "last_name": "T",
    "username": "vera",
    "language_code": "ru",
}
PRIVATE = {"id": 1111111, "type": "private"}


def told(kind: str, body: Any) -> tuple[Incoming, ...]:
    """Through the webhook, in one update after the other."""
    account = MADE[kind]
    raw = orjson.dumps(body)
    received = ADAPTERS[kind].receive(account, delivered(account, raw))
    return tuple(one for update in received.updates for one in ADAPTERS[kind].read(account, update.body))


def telegram(what: str = "message", **fields: Any) -> tuple[Incoming, ...]:
    """What a message to the bot says."""
    message = {"message_id": 7, "from": VERA, "chat": PRIVATE, "date": 1_700_000_000, **fields}
    return told("telegram", {"update_id": 5, what: message})


def whatsapp(fields: dict[str, Any], *, field: str = "messages") -> tuple[Incoming, ...]:
    """What a message to the number says."""
    message = {"from": "79001234567", "from_user_id": "RU.1", "id": "wamid.A", "timestamp": "1700000000", **fields}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": accounts.NUMBER},
        "contacts": [{"profile": {"name": "Vera", "username": "vera"}, "wa_id": "79001234567", "user_id": "RU.1"}],
        field: [message],
    }
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }
    return told("whatsapp", body)


def vk(kind: str = "message_new", found: Any = None, **fields: Any) -> tuple[Incoming, ...]:
    """What an event of the community says."""
    message = {"id": 42, "from_id": 777, "peer_id": 777, "date": 1_700_000_000, "conversation_message_id": 3, **fields}
    inside = found if found is not None else {"message": message} if kind == "message_new" else message
    event = {"type": kind, "group_id": int(accounts.GROUP), "event_id": "e1", "secret": "vk-secret-word", "v": "5.199"}
    return told("vk", {**event, "object": inside})


def test_a_telegram_text_says_who_where_and_when() -> None:
    (one,) = telegram(text="Привет \u200f👨‍👩‍👧\u200b!", reply_to_message={"message_id": 3})
    assert one == Incoming(
        what="message",
        thread="1111111",
        external_id="1111111:7",
        person=Person("1111111", "Vera T", "vera", locale="ru"),
        text="Привет \u200f👨‍👩‍👧\u200b!",
        at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        reply_to="1111111:3",
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "/start order-15"}, "/start order-15"),
        ({"text": "👍 see here", "entities": [{"type": "text_link", "offset": 7, "length": 4, "url": "https://a.b"}]},
         "👍 see here (https://a.b)"),
        ({"text": "ab", "entities": [{"type": "text_link", "offset": 900, "length": 4, "url": "https://a.b"}]}, "ab"),
        ({"location": {"latitude": 55.75, "longitude": 37.61}}, "📍 55.750000, 37.610000"),
        ({"contact": {"phone_number": "+7900", "first_name": "Bob"}}, "👤 Bob +7900"),
        ({"venue": {"title": "Café", "address": "Main St", "location": {}},
          "location": {"latitude": 1.0, "longitude": 2.0}}, "Café, Main St\n📍 1.000000, 2.000000"),
        ({"poll": {"question": "Tea?", "options": [{"text": "yes"}, {"text": "no"}]}}, "📊 Tea?\n• yes\n• no"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "🎲"),
        ({"text": "see", "forward_origin": {"type": "hidden_user", "sender_user_name": "Bob"}}, "↪ Bob\nsee"),
        ({"text": "this", "quote": {"text": "a\nb"}}, "> a\n> b\nthis"),
        ({"sticker": {"file_id": "s", "emoji": "😀", "is_animated": True}}, "😀"),
        # What no program of today knows is not lost in silence.
        ({"hologram": {"id": "x"}}, "[hologram]"),
    ],
)  # fmt: skip
def test_what_a_telegram_message_says(fields: dict[str, Any], text: str) -> None:
    (one,) = telegram(**fields)
    assert one.text == text


@pytest.mark.parametrize(
    ("fields", "file"),
    [
        ({"photo": shapes.TELEGRAM["message"]["photo"]}, File("photo-7.jpg", "image/jpeg", None, "large", 90_000)),
        ({"document": {"file_id": "d", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 100_000_000}},
         File("a.pdf", "application/pdf", None, "d", 100_000_000)),
        ({"voice": {"file_id": "v", "duration": 3, "file_size": 9}}, File("voice.ogg", "audio/ogg", None, "v", 9)),
        ({"audio": {"file_id": "a", "file_name": "s.mp3"}}, File("s.mp3", "audio/mpeg", None, "a")),
        ({"video": {"file_id": "v", "mime_type": "video/quicktime"}}, File("video.mp4", "video/quicktime", None, "v")),
        ({"video_note": {"file_id": "n"}}, File("video.mp4", "video/mp4", None, "n")),
        ({"animation": {"file_id": "g"}, "document": {"file_id": "g"}}, File("animation.mp4", "video/mp4", None, "g")),
        ({"sticker": {"file_id": "s", "emoji": "😀"}}, File("sticker.webp", "image/webp", None, "s")),
    ],
)  # fmt: skip
def test_files_of_a_telegram_message(fields: dict[str, Any], file: File) -> None:
    (one,) = telegram(caption="see", **fields)
    assert one.files == (file,)
    assert one.text.startswith("see")


def test_ones_own_number_is_vouched_for_and_nobody_elses() -> None:
    contact = {"phone_number": "79001234567", "first_name": "V"}
    (own,) = telegram(contact={**contact, "user_id": 1111111})
    (others,) = telegram(contact={**contact, "user_id": 2})
    (typed,) = telegram(contact=contact)
    assert [one.person and one.person.phone for one in (own, others, typed)] == ["+79001234567", None, None]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "/start"},
        {"text": "hi", "chat": {"id": -100, "type": "supergroup", "title": "Team"}},
        {"text": "hi", "from": {"id": 5, "is_bot": True}},
        {"pinned_message": {"message_id": 1}},
        {"text": "\u0000 "},
        {},
    ],
)
def test_what_is_nothing_for_a_desk(fields: dict[str, Any]) -> None:
    assert telegram(**fields) == ()


def test_edits_and_blocks_in_telegram() -> None:
    (edited,) = telegram("edited_message", text="better", edit_date=1_700_000_100)
    assert (edited.what, edited.external_id, edited.text) == ("edit", "1111111:7", "better")
    (stopped,) = telegram("my_chat_member", new_chat_member={"status": "kicked"})
    (again,) = telegram("my_chat_member", new_chat_member={"status": "member"})
    assert [(one.what, one.person and one.person.external_id) for one in (stopped, again)] == [
        ("stopped", "1111111"), ("started", "1111111"),
    ]  # fmt: skip
    others: list[dict[str, Any]] = [{"callback_query": {"id": "q", "data": "x"}}, {"inline_query": {}}, {}]
    for other in others:
        assert told("telegram", {"update_id": 5, **other}) == ()


def test_a_pressed_button_stops_waiting() -> None:
    account = MADE["telegram"]
    body = orjson.dumps({"update_id": 5, "callback_query": {"id": "4382bfdwdsb323b2d9", "data": "x"}})
    answer = orjson.loads(ADAPTERS["telegram"].receive(account, delivered(account, body)).answer.body)
    assert answer == {"method": "answerCallbackQuery", "callback_query_id": "4382bfdwdsb323b2d9"}


def test_a_whatsapp_text_says_who_where_and_when() -> None:
    (one,) = whatsapp({"type": "text", "text": {"body": "Привет 👋"}, "context": {"id": "wamid.OURS"}})
    assert one == Incoming(
        what="message",
        thread="RU.1",
        external_id="wamid.A",
        person=Person("RU.1", "Vera", "vera", "+79001234567"),
        text="Привет 👋",
        at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        reply_to="wamid.OURS",
    )
    (hidden,) = whatsapp({"type": "text", "text": {"body": "x"}, "from": None})
    assert hidden.person == Person("RU.1", "Vera", "vera", "+79001234567")
    (known,) = whatsapp({"type": "text", "text": {"body": "x"}, "from_user_id": None})
    assert (known.thread, known.person and known.person.phone) == ("79001234567", "+79001234567")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"type": "button", "button": {"text": "Yes", "payload": "y"}}, "Yes"),
        ({"type": "interactive",
          "interactive": {"type": "list_reply", "list_reply": {"title": "A", "description": "B"}}},
         "A\nB"),
        ({"type": "location", "location": {"latitude": 1.5, "longitude": 2.5, "name": "Office"}},
         "Office\n📍 1.500000, 2.500000"),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Bob"}, "phones": [{"phone": "+7900"}]}]},
         "👤 Bob +7900"),
        ({"type": "order", "order": {"product_items": [{"product_retailer_id": "tea", "quantity": 2}]}},
         "• tea \u00d7 2"),
        ({"type": "unsupported", "errors": [{"code": 131051, "title": "Of no type"}]}, "[Of no type]"),
        ({"type": "unsupported", "unsupported": {"type": "poll"}}, "[poll]"),
        ({"type": "hologram"}, "[hologram]"),
    ],
)  # fmt: skip
def test_what_a_whatsapp_message_says(fields: dict[str, Any], text: str) -> None:
    (one,) = whatsapp(fields)
    assert (one.text, one.files) == (text, ())


@pytest.mark.parametrize(
    ("kind", "media", "file"),
    [
        ("image", {"id": "m1", "mime_type": "image/jpeg"}, File("image.jpg", "image/jpeg", None, "m1")),
        ("audio", {"id": "m2", "mime_type": "audio/ogg; codecs=opus", "voice": True},
         File("voice.ogg", "audio/ogg", None, "m2")),
        ("document", {"id": "m3", "filename": "a.pdf", "mime_type": "application/pdf"},
         File("a.pdf", "application/pdf", None, "m3")),
        ("video", {"id": "m4", "mime_type": "video/mp4"}, File("video.mp4", "video/mp4", None, "m4")),
        ("sticker", {"id": "m5", "mime_type": "image/webp"}, File("a.webp", "image/webp", None, "m5")),
    ],
)  # fmt: skip
def test_files_of_a_whatsapp_message(kind: str, media: dict[str, Any], file: File) -> None:
    (one,) = whatsapp({"type": kind, kind: {**media, "caption": "see"}})
    assert (one.text, one.files) == ("see", (file,))


def test_edits_taken_back_thumbs_and_states_in_whatsapp() -> None:
    better = {"original_message_id": "wamid.O", "message": {"type": "text", "text": {"body": "better"}}}
    (edited,) = whatsapp({"type": "edit", "edit": better})
    assert (edited.what, edited.external_id, edited.text) == ("edit", "wamid.O", "better")
    (gone,) = whatsapp({"type": "revoke", "revoke": {"original_message_id": "wamid.O"}})
    assert (gone.what, gone.external_id) == ("delete", "wamid.O")
    (thumb,) = whatsapp({"type": "reaction", "reaction": {"message_id": "wamid.OURS", "emoji": "👍"}})
    assert (thumb.what, thumb.external_id, thumb.state, thumb.detail) == ("receipt", "wamid.OURS", "read", "👍")
    said = {"id": "wamid.OURS", "recipient_id": "7900", "timestamp": "1700000000"}
    for state in ("sent", "delivered", "read"):
        (one,) = whatsapp({**said, "status": state}, field="statuses")
        assert (one.what, one.external_id, one.state, one.detail) == ("receipt", "wamid.OURS", state, None)
    errors = [{"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours"}}]
    (failed,) = whatsapp({**said, "status": "failed", "errors": errors}, field="statuses")
    assert (failed.state, failed.detail) == ("failed", "131047 24 hours")
    nothings: list[dict[str, Any]] = [
        {"type": "system", "system": {}},
        {"type": "text", "text": {"body": "x"}, "group_id": "g"},
    ]
    for nothing in nothings:
        assert whatsapp(nothing) == ()


def test_what_came_to_another_number_is_not_taken_for_this_one() -> None:
    body = orjson.dumps({"metadata": {"phone_number_id": "999999"}, "message": {"id": "x", "from": "7"}})
    with pytest.raises(ValueError, match="number 999999"):
        ADAPTERS["whatsapp"].read(MADE["whatsapp"], body)


def test_a_vk_message_says_who_where_and_when() -> None:
    (one,) = told("vk", shapes.VK)
    assert (one.what, one.thread, one.external_id, one.reply_to) == ("message", "777", "4242", "4200")
    assert one.person == Person("777")
    assert one.text.split("\n") == [
        "Здравствуйте", "My video https://vk.com/video777_3", "📍 55.750000, 37.610000", "↪ forwarded", "↪ deeper",
    ]  # fmt: skip
    assert one.files == (
        File("photo-1.jpg", "image/jpeg", None, "https://sun1.userapi.com/w.jpg"),
        File("a.pdf", None, None, "https://vk.com/doc1", 9),
    )


@pytest.mark.parametrize(
    ("attachment", "text", "file"),
    [
        ({"type": "audio_message", "audio_message": {"id": 1, "link_ogg": "https://a.b/v.ogg", "transcript": "hi"}},
         "hi", File("voice-1.ogg", "audio/ogg", None, "https://a.b/v.ogg")),
        ({"type": "sticker", "sticker": {"sticker_id": 5, "images": [{"width": 9, "height": 9, "url": "https://a.b/s"}]}},
         "", File("sticker-5.png", "image/png", None, "https://a.b/s")),
        ({"type": "graffiti", "graffiti": {"id": 3, "url": "https://a.b/g"}},
         "", File("graffiti-3.png", "image/png", None, "https://a.b/g")),
        ({"type": "link", "link": {"url": "https://a.b", "title": "A"}}, "A https://a.b", None),
        ({"type": "audio", "audio": {"artist": "A", "title": "B"}}, "♫ A — B", None),
        ({"type": "wall", "wall": {"from_id": -5, "id": 6}}, "https://vk.com/wall-5_6", None),
        ({"type": "gift", "gift": {"id": 1}}, "[gift]", None),
    ],
)  # fmt: skip
def test_what_is_attached_to_a_vk_message(attachment: dict[str, Any], text: str, file: File | None) -> None:
    (one,) = vk(text="", attachments=[attachment])
    assert (one.text, one.files) == (text, () if file is None else (file,))


def test_edits_receipts_and_bans_in_vk() -> None:
    (edited,) = vk("message_edit", text="better", update_time=1_700_000_050)
    assert (edited.what, edited.external_id, edited.text) == ("edit", "42", "better")
    assert vk("message_edit", text="ours", from_id=-123456789) == ()
    assert vk(text="to a chat", peer_id=2_000_000_001) == ()
    (sent,) = vk("message_reply", id=43, from_id=-123456789, text="ours", out=1)
    assert (sent.what, sent.external_id, sent.state) == ("receipt", "43", "sent")
    (read,) = vk("message_read", {"from_id": 777, "peer_id": 777, "read_message_id": 43})
    assert (read.what, read.external_id, read.state) == ("receipt", "43", "read")
    for kind, what in (("message_deny", "stopped"), ("message_allow", "started")):
        (one,) = vk(kind, {"user_id": 777})
        assert (one.what, one.person) == (what, Person("777"))
    assert vk("wall_post_new", {"id": 1}) == ()


def test_the_first_question_of_vk_is_answered_by_the_string() -> None:
    body = orjson.dumps({"type": "confirmation", "group_id": int(accounts.GROUP), "secret": "vk-secret-word"})
    received = ADAPTERS["vk"].receive(MADE["vk"], Delivered("POST", {}, {}, body))
    assert (received.updates, received.answer.body) == ((), b"b7d1a2c3")


def test_the_secret_of_vk_is_not_kept() -> None:
    body = orjson.dumps(shapes.VK)
    (update,) = ADAPTERS["vk"].receive(MADE["vk"], Delivered("POST", {}, {}, body)).updates
    assert b"vk-secret-word" not in update.body
    assert (update.external_id, update.lane) == ("f0a1b2c3d4e5", "777")


def test_whatsapps_question_is_answered_by_its_challenge() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "whatsapp-verify-token", "hub.challenge": "1158201444"}
    received = ADAPTERS["whatsapp"].receive(MADE["whatsapp"], Delivered("GET", {}, query, b""))
    assert (received.updates, received.answer.body) == ((), b"1158201444")
    for wrong in ({**query, "hub.verify_token": "x"}, {**query, "hub.mode": "other"}, {}):
        with pytest.raises(ForgedError):
            ADAPTERS["whatsapp"].receive(MADE["whatsapp"], Delivered("GET", {}, wrong, b""))


def test_one_delivery_of_whatsapp_is_many_updates_in_their_lanes() -> None:
    account = MADE["whatsapp"]
    updates = ADAPTERS["whatsapp"].receive(account, delivered(account, orjson.dumps(shapes.WHATSAPP))).updates
    assert [(update.external_id, update.lane) for update in updates] == [
        ("message:wamid.A", "RU.1"), ("failed:wamid.OURS", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (shapes.CUSTOM, "message"),
        ({"type": "edit", "id": "p-1", "conversation": "c", "person": {"id": "u"}, "text": "better"}, "edit"),
        ({"type": "delete", "id": "p-1", "conversation": "c", "person": {"id": "u"}}, "delete"),
        ({"type": "receipt", "id": "o-1", "conversation": "c", "state": "read"}, "receipt"),
        ({"type": "stopped", "conversation": "c", "person": {"id": "u"}}, "stopped"),
    ],
)
def test_events_of_a_partner(event: dict[str, Any], what: str) -> None:
    (one,) = told("custom", event)
    assert one.what == what


def test_a_partners_message_comes_whole() -> None:
    (one,) = told("custom", shapes.CUSTOM)
    assert one == Incoming(
        what="message",
        thread="c-1",
        external_id="p-1",
        person=Person("u-1", "Vera", None, "+79001234567", "vera@example.org", "ru"),
        text="Hello",
        files=(File("a.txt", "text/plain", b"hello", None, 5),),
        at=datetime(2026, 11, 26, 12, tzinfo=UTC),
        reply_to="p-0",
    )


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": "", "files": []}, ""),
        ({"person": None}, "person"),
        ({"person": {"id": "u", "phone": "8 900"}}, "person.phone"),
        ({"files": [{"name": "a"}]}, "files.0"),
        ({"colour": "red"}, "colour"),
        ({"type": "shout"}, ""),
        ({"id": "two words"}, "id"),
    ],
)
def test_a_partner_is_told_what_is_wrong(change: dict[str, Any], where: str) -> None:
    account = MADE["custom"]
    received = ADAPTERS["custom"].receive(account, delivered(account, orjson.dumps({**shapes.CUSTOM, **change})))
    assert (received.updates, received.answer.status) == ((), 422)
    assert where in [each["at"] for each in orjson.loads(received.answer.body)["errors"]]


@pytest.mark.parametrize("kind", list(MADE))
def test_what_does_not_prove_whom_it_is_from_is_forged(kind: str) -> None:
    account = MADE[kind]
    body = orjson.dumps({**shapes.VK, "secret": "wrong"} if kind == "vk" else {"update_id": 1})
    good = delivered(account, body).headers
    spoiled = [{name: value[:-4] + "AAAA" for name, value in good.items()}, {}, dict.fromkeys(good, "ы")]
    for headers in spoiled:
        with pytest.raises(ForgedError):
            ADAPTERS[kind].receive(account, Delivered("POST", headers, {}, body))
    with pytest.raises(ForgedError):
        ADAPTERS[kind].receive(account, Delivered("PUT" if kind == "whatsapp" else "GET", {}, {}, b""))


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (accounts.telegram("http://10.0.0.1"), "api_url"),
        (accounts.whatsapp("ftp://a"), "api_url"),
        (accounts.vk(confirmation=""), "confirmation"),
        (accounts.custom("http://127.0.0.1/x"), "url"),
        (accounts.custom(""), "url"),
    ],
)
def test_accounts_that_cannot_work_are_refused(account: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ADAPTERS[account.kind].check(account)


@pytest.mark.parametrize("kind", list(MADE))
def test_accounts_that_can_work(kind: str) -> None:
    ADAPTERS[kind].check(MADE[kind])
