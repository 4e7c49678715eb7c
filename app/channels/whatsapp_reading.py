"""What WhatsApp's Cloud API says.
Shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages

A person is known by the id that is theirs with this business (`user_id`) where it is given, else by the number: who has
taken a username shows no number any more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.channels.base import File, Incoming, Person, State, Update
from app.channels.json_shapes import coordinate, dumped, identifier, items, joined, loaded, mapping, moment, text, words

_MEDIA = {"image": "image.jpg", "audio": "voice.ogg", "video": "video.mp4", "document": "document", "sticker": "a.webp"}
_STATES: Mapping[str, State] = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}
# What a business hears, and nobody has written.
_SERVICE = frozenset({"system", "request_welcome"})
# Messages and states in one delivery: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks
MOST = 1000


def split(raw: bytes) -> Iterator[Update]:
    """The messages and states in a delivery, one by one, each with what is needed to read it by itself.

    Of more than a delivery ever holds the whole is kept as it came, for somebody to look at.
    """
    values = [
        mapping(change.get("value"))
        for entry in items(mapping(loaded(raw)).get("entry"))
        for change in items(entry.get("changes"))
    ]
    if sum(len(items(value.get(each), MOST + 1)) for value in values for each in ("messages", "statuses")) > MOST:
        yield Update(None, None, raw)
        return
    for value in values:
        yield from _split(value, raw)


def _split(value: Mapping[str, Any], raw: bytes) -> Iterator[Update]:
    contacts: dict[str, Mapping[str, Any]] = {}
    for contact in items(value.get("contacts"), MOST):
        contacts |= {identifier(contact.get(each)): contact for each in ("user_id", "wa_id")}
    for message in items(value.get("messages"), MOST):
        sender, known = _sender(message), identifier(message.get("id"))
        known_as = (identifier(message.get(each)) for each in ("from_user_id", "from"))
        profile = next((contacts[each] for each in known_as if each in contacts), None)
        part = {"metadata": value.get("metadata"), "contact": profile, "message": message}
        yield Update(f"message:{known}" if known else None, sender or None, dumped(part, otherwise=raw))
    for status in items(value.get("statuses"), MOST):
        known, state = identifier(status.get("id")), words(status.get("status"), 20)
        part = {"metadata": value.get("metadata"), "status": status}
        yield Update(f"{state}:{known}" if known else None, None, dumped(part, otherwise=raw))


def read(part: Mapping[str, Any]) -> tuple[Incoming, ...]:
    """What a message or a state says to a desk."""
    return _status(mapping(part.get("status"))) if "status" in part else _message(part)


def number_id(part: Mapping[str, Any]) -> str:
    """To which of a business's numbers it came."""
    return identifier(mapping(part.get("metadata")).get("phone_number_id"))


def _sender(message: Mapping[str, Any]) -> str:
    return identifier(message.get("from_user_id")) or identifier(message.get("from"))


def _status(status: Mapping[str, Any]) -> tuple[Incoming, ...]:
    known, state = identifier(status.get("id")), _STATES.get(words(status.get("status"), 20))
    thread = identifier(status.get("recipient_user_id")) or identifier(status.get("recipient_id"))
    if not known or state is None:
        # States of other things (a payment, a group) are none of a message.
        return ()
    error = next(iter(items(status.get("errors"))), {})
    why = None
    if state == "failed":
        details = words(mapping(error.get("error_data")).get("details"), 400)
        why = f"{identifier(error.get('code'))} {details or words(error.get('title'), 400)}".strip() or None
    return (Incoming("receipt", thread, known, None, at=moment(status.get("timestamp")), state=state, detail=why),)


def _message(part: Mapping[str, Any]) -> tuple[Incoming, ...]:
    message = mapping(part.get("message"))
    thread, known, kind = _sender(message), identifier(message.get("id")), words(message.get("type"), 40)
    # A group's message is spoken to others.
    if not thread or not known or kind in _SERVICE or message.get("group_id"):
        return ()
    person = _person(mapping(part.get("contact")), message)
    at = moment(message.get("timestamp"))
    if kind == "revoke":
        original = identifier(mapping(message.get("revoke")).get("original_message_id"))
        return (Incoming("delete", thread, original, person, at=at),) if original else ()
    if kind == "edit":
        edit = mapping(message.get("edit"))
        original, edited = identifier(edit.get("original_message_id")), mapping(edit.get("message"))
        said, files = _content(edited, words(edited.get("type"), 40))
        return (Incoming("edit", thread, original, person, said, files, at),) if original else ()
    if kind == "reaction":
        # A thumb under our message: it was read, and nothing was written that asks for an answer.
        reaction = mapping(message.get("reaction"))
        about, emoji = identifier(reaction.get("message_id")), words(reaction.get("emoji"), 20)
        return (Incoming("receipt", thread, about, person, at=at, state="read", detail=emoji or None),) if about else ()
    said, files = _content(message, kind)
    answered = identifier(mapping(message.get("context")).get("id"))
    if not said and not files:
        return ()
    return (Incoming("message", thread, known, person, said, files, at, answered or None),)


def _person(contact: Mapping[str, Any], message: Mapping[str, Any]) -> Person:
    profile = mapping(contact.get("profile"))
    digits = identifier(message.get("from")) or identifier(contact.get("wa_id"))
    # A number that writes by WhatsApp has proved that it is theirs.
    phone = f"+{digits}" if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15 else None  # noqa: PLR2004
    name, username = words(profile.get("name")), words(profile.get("username"))
    return Person(_sender(message), name or None, username or None, phone)


def _content(message: Mapping[str, Any], kind: str) -> tuple[str, tuple[File, ...]]:
    part = mapping(message.get(kind))
    if kind in _MEDIA:
        token = identifier(part.get("id"))
        name = words(part.get("filename")) or _MEDIA[kind]
        file = File(name, words(part.get("mime_type"), 100).partition(";")[0] or None, token=token or None)
        return text(part.get("caption")), (file,) if token else ()
    said = {
        "text": lambda: text(part.get("body")),
        "button": lambda: text(part.get("text"), 1000),
        "interactive": lambda: _chosen(part),
        "location": lambda: _place(part),
        "contacts": lambda: _contacts(message),
        "order": lambda: _order(part),
        "unsupported": lambda: _unsupported(message, part),
    }.get(kind)
    return (said() if said is not None else f"[{kind}]" if kind else ""), ()


def _chosen(part: Mapping[str, Any]) -> str:
    found = mapping(part.get(words(part.get("type"), 40)))
    title, more = words(found.get("title"), 400), words(found.get("description"), 400)
    return joined((title, more, words(found.get("body"), 400))) or "[interactive]"


def _place(part: Mapping[str, Any]) -> str:
    latitude, longitude = coordinate(part.get("latitude")), coordinate(part.get("longitude"))
    named = words(f"{text(part.get('name'), 200)}, {text(part.get('address'), 200)}", 400).strip(" ,")
    at = "" if latitude is None or longitude is None else f"\U0001f4cd {latitude:.6f}, {longitude:.6f}"
    return joined((named, at))


def _contacts(message: Mapping[str, Any]) -> str:
    lines = []
    for contact in items(message.get("contacts"), 20):
        name = words(mapping(contact.get("name")).get("formatted_name"))
        numbers = [words(each.get("phone"), 40) for each in items(contact.get("phones"), 10)]
        lines.append(f"\U0001f464 {name} {', '.join(each for each in numbers if each)}".strip())
    return joined(lines)


def _order(part: Mapping[str, Any]) -> str:
    lines = [text(part.get("text"), 1000)]
    for each in items(part.get("product_items"), 50):
        goods, count = identifier(each.get("product_retailer_id")), identifier(each.get("quantity"))
        lines += [f"\u2022 {goods} \u00d7 {count}"]
    return joined(lines) or "[order]"


def _unsupported(message: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    error = next(iter(items(message.get("errors"))), {})
    kind = words(part.get("type"), 40) or words(error.get("title"), 100)
    return f"[{kind or 'unsupported'}]"
