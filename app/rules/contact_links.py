"""How a person reaches a channel: an address to show, and a link that opens it."""

import re
from collections.abc import Mapping
from typing import Any

from app.rules.phones import normal_phone

_NAME = re.compile(r"[A-Za-z0-9_.]{2,64}")


def reached(kind: str, address: str, settings: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """What to show of a channel, and its link; nothing for one that nobody can begin to write to.

    What vendors call a channel is often a number that tells people nothing: `link` and `username` of the settings say
    it better, where they are set.
    """
    own = settings.get("link")
    if isinstance(own, str) and own.startswith("https://"):
        return [(_text(settings, "username") or own.removeprefix("https://"), own)]
    if kind == "email":
        return [(address, f"mailto:{address}")]
    if kind == "phone":
        numbers = settings.get("numbers") or [address]
        return [(each, f"tel:{each}") for each in map(normal_phone, map(str, numbers)) if each]
    return [found for found in (_messenger(kind, address, settings),) if found is not None]


def _messenger(kind: str, address: str, settings: Mapping[str, Any]) -> tuple[str, str] | None:
    name = _text(settings, "username")
    match kind:
        case "telegram":
            name = name or address.removeprefix("@")
            return (f"@{name}", f"https://t.me/{name}") if _named(name) else None
        case "whatsapp":
            number = normal_phone(_text(settings, "phone") or _text(settings, "number"))
            return (number, f"https://wa.me/{number.removeprefix('+')}") if number else None
        case "vk":
            name = name or (f"club{address}" if address.isdecimal() else address)
            return (f"vk.com/{name}", f"https://vk.me/{name}") if _NAME.fullmatch(name) else None
        case _:
            return None


def _text(settings: Mapping[str, Any], name: str) -> str | None:
    found = settings.get(name)
    return found.removeprefix("@") if isinstance(found, str) and found else None


def _named(name: str) -> bool:
    # A bot whose number alone is known has no page.
    return _NAME.fullmatch(name) is not None and not name.isdecimal()
