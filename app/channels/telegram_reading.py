"""What an update of a Telegram bot says. Shapes: https://core.telegram.org/bots/api#update

Only private chats are read: a bot that somebody has put into a group is not spoken to there. A message of a kind that
is not known here is still a message: it says in brackets what it was.
"""

from collections.abc import Mapping
from typing import Any

from app.channels.base import File, Incoming, Person, What
from app.channels.json_shapes import coordinate, identifier, items, joined, mapping, moment, size, text, whole, words

# Fields of a message that are not its content.
_ABOUT = frozenset(
    {
        "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
        "sender_business_bot", "date", "business_connection_id", "chat", "forward_origin", "is_topic_message",
        "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story", "via_bot", "edit_date",
        "has_protected_content", "is_from_offline", "is_paid_post", "media_group_id", "author_signature",
        "paid_star_count", "link_preview_options", "suggested_post_info", "effect_id", "reply_markup", "entities",
        "caption_entities", "show_caption_above_media", "has_media_spoiler",
    }
)  # fmt: skip
# What the service itself says in a chat; nobody has written it.
_SERVICE = frozenset(
    {
        "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set",
        "connected_website", "new_chat_photo", "delete_chat_photo", "boost_added", "proximity_alert_triggered",
    }
)  # fmt: skip
# field -> name of the file where it has none, and its type
_MEDIA = {
    "animation": ("animation.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "document": ("document", None),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("video.mp4", "video/mp4"),
    "voice": ("voice.ogg", "audio/ogg"),
}
_START = "/start"
_EDITED, _STOPPED = "edited_message", "kicked"


def lane(update: Mapping[str, Any]) -> str | None:
    """The conversation in which an update came."""
    for field in ("message", _EDITED, "my_chat_member"):
        if found := identifier(mapping(mapping(update.get(field)).get("chat")).get("id")):
            return found
    return None


def read(update: Mapping[str, Any]) -> tuple[Incoming, ...]:
    """What an update says to a desk."""
    for field in ("message", _EDITED):
        if message := mapping(update.get(field)):
            return _message(message, edited=field == _EDITED)
    return _membership(mapping(update.get("my_chat_member")))


def _membership(change: Mapping[str, Any]) -> tuple[Incoming, ...]:
    chat, person = identifier(mapping(change.get("chat")).get("id")), _person(mapping(change.get("from")))
    status = mapping(change.get("new_chat_member")).get("status")
    if person is None or not chat or mapping(change.get("chat")).get("type") != "private":
        return ()
    if status not in {_STOPPED, "member"}:
        return ()
    what: What = "stopped" if status == _STOPPED else "started"
    return (Incoming(what, chat, "", person, at=moment(change.get("date"))),)


def _message(message: Mapping[str, Any], *, edited: bool) -> tuple[Incoming, ...]:
    chat, number = mapping(message.get("chat")), whole(message.get("message_id"))
    thread, person = identifier(chat.get("id")), _person(mapping(message.get("from")))
    if chat.get("type") != "private" or person is None or number is None or not thread:
        return ()
    said, files = _content(message)
    if said == _START and not files:
        # The button with which every conversation with a bot begins: nothing has been said yet.
        return ()
    if not said and not files:
        return ()
    contact = mapping(message.get("contact"))
    if identifier(contact.get("user_id")) == person.external_id:
        person = Person(person.external_id, person.name, person.username, _phone(contact), locale=person.locale)
    answered = whole(mapping(message.get("reply_to_message")).get("message_id"))
    return (
        Incoming(
            "edit" if edited else "message",
            thread,
            f"{thread}:{number}",
            person,
            said,
            files,
            moment(message.get("edit_date" if edited else "date")),
            None if answered is None else f"{thread}:{answered}",
        ),
    )


def _person(user: Mapping[str, Any]) -> Person | None:
    known = identifier(user.get("id"))
    if not known or user.get("is_bot") is True:
        return None
    name = words(f"{text(user.get('first_name'), 200)} {text(user.get('last_name'), 200)}")
    locale = words(user.get("language_code"), 35) or None
    return Person(known, name or None, words(user.get("username")) or None, locale=locale)


def _phone(contact: Mapping[str, Any]) -> str | None:
    digits = "".join(char for char in text(contact.get("phone_number"), 40) if char.isascii() and char.isdigit())
    return f"+{digits}" if 7 <= len(digits) <= 15 else None  # noqa: PLR2004 - E.164


def _content(message: Mapping[str, Any]) -> tuple[str, tuple[File, ...]]:
    body = _marked(message, "text", "entities") or _marked(message, "caption", "caption_entities")
    files = _files(message)
    parts = [_forwarded(message), _quoted(message), body, *_things(message)]
    known = {"text", "caption", "photo", "sticker", "contact", "location", "venue", "poll", "dice", *_MEDIA}
    if not body and not files:
        odd = sorted(set(message) - _ABOUT - _SERVICE - known)
        parts += [f"[{words(name, 40)}]" for name in odd[:1]]
    return joined(parts), files


def _marked(message: Mapping[str, Any], field: str, marks: str) -> str:
    """The text with the addresses of its links, which a reader would not see otherwise."""
    said = text(message.get(field))
    found = []
    for mark in items(message.get(marks)):
        start, length = whole(mark.get("offset")), whole(mark.get("length"))
        url = text(mark.get("url"), 2000)
        if mark.get("type") == "text_link" and url and start is not None and length is not None:
            found.append((start + length, url))
    # Offsets are in UTF-16 units. From the end, so that those before stay right.
    encoded = said.encode("utf-16-le")
    for end, url in sorted(found, reverse=True):
        if 0 < end * 2 <= len(encoded):
            encoded = encoded[: end * 2] + f" ({url})".encode("utf-16-le") + encoded[end * 2 :]
    return encoded.decode("utf-16-le", "ignore")


def _forwarded(message: Mapping[str, Any]) -> str:
    origin = mapping(message.get("forward_origin"))
    if not origin:
        return ""
    user = mapping(origin.get("sender_user"))
    chat = mapping(origin.get("sender_chat")) or mapping(origin.get("chat"))
    name = words(user.get("first_name")) or words(origin.get("sender_user_name")) or words(chat.get("title"))
    return f"\u21aa {name}".strip()


def _quoted(message: Mapping[str, Any]) -> str:
    quote = text(mapping(message.get("quote")).get("text"), 2000)
    return "\n".join(f"> {line}" for line in quote.splitlines())


def _files(message: Mapping[str, Any]) -> tuple[File, ...]:
    number = whole(message.get("message_id"))
    found = []
    if photo := max(items(message.get("photo")), key=lambda each: whole(each.get("width")) or 0, default=None):
        found.append(_file(photo, f"photo-{number}.jpg", "image/jpeg"))
    for field, (name, kind) in _MEDIA.items():
        # An animation comes as a document too, for old programs.
        if (media := mapping(message.get(field))) and not (field == "document" and message.get("animation")):
            found.append(_file(media, name, kind))
    sticker = mapping(message.get("sticker"))
    # Animated ones are vectors that no browser shows: their emoji is in the text.
    if sticker and sticker.get("is_animated") is not True:
        video = sticker.get("is_video") is True
        kind = "video/webm" if video else "image/webp"
        found.append(_file(sticker, "sticker.webm" if video else "sticker.webp", kind))
    return tuple(each for each in found if each is not None)


def _file(media: Mapping[str, Any], name: str, kind: str | None) -> File | None:
    token = identifier(media.get("file_id"))
    if not token:
        return None
    kind = words(media.get("mime_type"), 100) or kind
    return File(words(media.get("file_name")) or name, kind, token=token, size=size(media.get("file_size")))


def _things(message: Mapping[str, Any]) -> list[str]:
    """What is no text and no file, in words."""
    found = [words(mapping(message.get("sticker")).get("emoji"), 20), words(mapping(message.get("dice")).get("emoji"))]
    if contact := mapping(message.get("contact")):
        name = words(f"{text(contact.get('first_name'), 200)} {text(contact.get('last_name'), 200)}")
        found.append(f"\U0001f464 {name} {words(contact.get('phone_number'), 40)}".strip())
    if venue := mapping(message.get("venue")):
        found.append(words(f"{text(venue.get('title'), 200)}, {text(venue.get('address'), 200)}", 400))
    place = mapping(message.get("location"))
    latitude, longitude = coordinate(place.get("latitude")), coordinate(place.get("longitude"))
    if latitude is not None and longitude is not None:
        found.append(f"\U0001f4cd {latitude:.6f}, {longitude:.6f}")
    if poll := mapping(message.get("poll")):
        answers = [f"\u2022 {words(each.get('text'))}" for each in items(poll.get("options"), 20)]
        found.append("\n".join([f"\U0001f4ca {words(poll.get('question'), 400)}", *answers]))
    return found
