"""What VK's Callback API says of a community's messages.
Events: https://dev.vk.com/ru/api/community-events/json-schema
Messages: https://dev.vk.com/ru/reference/objects/message

Only what a person writes to the community is read; chats of several are spoken to others.
"""

from collections.abc import Mapping
from typing import Any

from app.channels.base import File, Incoming, Person, What
from app.channels.json_shapes import coordinate, identifier, items, joined, mapping, moment, size, text, whole, words

# From here on a number is a chat of several.
_CHATS = 2_000_000_000
_DEPTH = 3
# Things that have an address of their own, by which an agent sees them.
_LINKED = frozenset({"video", "wall", "poll", "market", "album", "podcast", "story", "clip", "article", "playlist"})
SITE = "https://vk.com"


def lane(event: Mapping[str, Any]) -> str | None:
    """The conversation in which an event came."""
    found = mapping(event.get("object"))
    message = _of(found)
    return identifier(message.get("peer_id")) or identifier(found.get("user_id")) or None


def read(event: Mapping[str, Any]) -> tuple[Incoming, ...]:
    """What an event says to a desk."""
    found = mapping(event.get("object"))
    match event.get("type"):
        case "message_new" | "message_edit":
            return _message(_of(found), edited=event.get("type") == "message_edit")
        case "message_reply":
            # What somebody wrote as the community: where it is ours, it has been sent. All else is none of ours.
            message = _of(found)
            known, peer = name(message), identifier(message.get("peer_id"))
            return (
                (Incoming("receipt", peer, known, None, at=moment(message.get("date")), state="sent"),) if known else ()
            )
        case "message_read":
            peer, last = identifier(found.get("peer_id")), identifier(found.get("read_message_id"))
            return (Incoming("receipt", peer, last, None, state="read"),) if last else ()
        case "message_deny" | "message_allow":
            user = identifier(found.get("user_id"))
            what: What = "stopped" if event.get("type") == "message_deny" else "started"
            return (Incoming(what, user, "", Person(user)),) if user else ()
        case _:
            return ()


def name(message: Mapping[str, Any]) -> str:
    """What a message is called: its number in the community, or its place in the conversation where it has none."""
    number, place = whole(message.get("id")), whole(message.get("conversation_message_id"))
    if number is not None and number > 0:
        return str(number)
    peer = identifier(message.get("peer_id"))
    return f"{peer}:{place}" if peer and place is not None and place > 0 else ""


def _of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    # Since version 5.103 a new message lies one level deeper than others.
    return mapping(found.get("message")) or found


def _message(message: Mapping[str, Any], *, edited: bool) -> tuple[Incoming, ...]:
    sender, peer, known = whole(message.get("from_id")), whole(message.get("peer_id")), name(message)
    # An edit of our own message is told like one of theirs.
    if sender is None or peer is None or not known or sender <= 0 or peer >= _CHATS or message.get("out") == 1:
        return ()
    said, files = _content(message, depth=0)
    if not said and not files:
        return ()
    answered = name(mapping(message.get("reply_message")))
    at = moment(message.get("update_time" if edited else "date"))
    kind: What = "edit" if edited else "message"
    return (Incoming(kind, str(peer), known, Person(str(sender)), said, files, at, answered or None),)


def _content(message: Mapping[str, Any], *, depth: int) -> tuple[str, tuple[File, ...]]:
    lines, files = [text(message.get("text"))], []
    for attachment in items(message.get("attachments"), 20):
        kind = words(attachment.get("type"), 40)
        line, file = _attachment(kind, mapping(attachment.get(kind)))
        lines.append(line)
        if file is not None:
            files.append(file)
    place = mapping(mapping(message.get("geo")).get("coordinates"))
    latitude, longitude = coordinate(place.get("latitude")), coordinate(place.get("longitude"))
    if latitude is not None and longitude is not None:
        lines.append(f"\U0001f4cd {latitude:.6f}, {longitude:.6f}")
    if depth < _DEPTH:
        for forwarded in items(message.get("fwd_messages"), 20):
            said, more = _content(forwarded, depth=depth + 1)
            lines.append(f"\u21aa {said}".rstrip())
            files += more
    return joined(lines), tuple(files[:20])


def _attachment(kind: str, found: Mapping[str, Any]) -> tuple[str, File | None]:  # noqa: PLR0911 - a table
    number = identifier(found.get("id"))
    match kind:
        case "photo":
            return "", _file(f"photo-{number}.jpg", "image/jpeg", _largest(found.get("sizes")))
        case "doc":
            return "", _file(_titled(found), None, found.get("url"), size(found.get("size")))
        case "audio_message":
            return text(found.get("transcript"), 4000), _file(f"voice-{number}.ogg", "audio/ogg", found.get("link_ogg"))
        case "graffiti":
            return "", _file(f"graffiti-{number}.png", "image/png", found.get("url"))
        case "sticker":
            number = identifier(found.get("sticker_id"))
            return "", _file(f"sticker-{number}.png", "image/png", _largest(found.get("images")))
        case "link":
            return " ".join(each for each in (words(found.get("title")), text(found.get("url"), 2000)) if each), None
        case "audio":
            return f"\u266b {words(found.get('artist'))} \u2014 {words(found.get('title'))}", None
        case kind if kind in _LINKED:
            owner = identifier(found.get("owner_id")) or identifier(found.get("from_id"))
            place = f"{SITE}/{kind}{owner}_{number}" if owner and number else f"[{kind}]"
            return " ".join(each for each in (words(found.get("title")), place) if each), None
        case _:
            return f"[{kind}]" if kind else "", None


def _titled(document: Mapping[str, Any]) -> str:
    title, ending = words(document.get("title")) or "document", words(document.get("ext"), 20)
    return title if not ending or title.lower().endswith(f".{ending.lower()}") else f"{title}.{ending}"


def _largest(sizes: object) -> object:
    def area(each: Mapping[str, Any]) -> int:
        return (whole(each.get("width")) or 0) * (whole(each.get("height")) or 0)

    return max(items(sizes, 50), key=area, default={}).get("url")


def _file(title: str, kind: str | None, url: object, length: int | None = None) -> File | None:
    token = text(url, 2000)
    return File(title, kind, token=token, size=length) if token.startswith("http") else None
