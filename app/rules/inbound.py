"""What comes in by a channel: how it is named, when it is tried again, and what a ticket is called that it opens."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app import locales

# Seconds after the first, second ... attempt that failed. Whoever fails the last one is parked.
DELAYS: Final = (2.0, 15.0, 60.0, 300.0)
ATTEMPTS: Final = len(DELAYS) + 1
# How long what came in waits for a part of the desk that is away before it counts as one that cannot be taken.
PATIENCE: Final = 86_400.0
# A report on a message of ours may overtake the word that we have sent it; after so many looks it is not ours.
LOOKS: Final = 3
MAX_BODY: Final = 16_384
MAX_SUBJECT: Final = 120
MAX_NAME: Final = 255
MAX_KEY: Final = 500

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# C0 and C1 controls but for line feeds and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a file was not taken: a text's name and what fills it; `number` also chooses its form."""

    name: str
    number: int | None = None

    def said(self, language: str | None) -> str:
        """For whoever reads the message."""
        if self.number is None:
            return locales.text(self.name, language)
        return locales.counted(self.name, self.number, language)


def delay(attempt: int) -> float | None:
    """Seconds until the next attempt after this one (1: the first) has failed; None: there is none, it is parked."""
    return DELAYS[attempt - 1] if attempt <= len(DELAYS) else None


def pause(waited: float) -> float | None:
    """Seconds until the next look at what has waited so long for a part of the desk that is away; None: too long.

    The pauses grow, so that what waits does not take the place of what needs none of that part.
    """
    return None if waited >= PATIENCE else min(max(2.0, waited / 4), 60.0)


def key(value: str) -> str:
    """A name that a channel gave, as it is stored and compared: what is too long or cannot be stored is its digest."""
    if len(value) <= MAX_KEY and not _CONTROL.search(value) and not _SURROGATES.search(value):
        return value
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def storable(text: str) -> str:
    """A text without what cannot be stored or would only do harm: control characters and halves of characters."""
    return _SURROGATES.sub(
        "\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    )


def name(value: str | None) -> str | None:
    """A person's name on one line and no longer than is stored; None when nothing is left."""
    if value is None:
        return None
    return " ".join(storable(value).split())[:MAX_NAME].strip() or None


def locale(value: str | None) -> str | None:
    """A language as the desk names them (`pt-BR`), None for what is none."""
    if value is None:
        return None
    first, _, rest = value.replace("_", "-").partition("-")
    found = first.lower() + (f"-{rest}" if rest else "")
    return found if len(found) <= 35 and _LANGUAGE.fullmatch(found) else None  # noqa: PLR2004 - the longest there is


def is_long(text: str) -> bool:
    """Whether a text is longer than one message holds."""
    return len(text) > MAX_BODY


def body(text: str, *, language: str | None, refused: Sequence[tuple[str, Why]] = (), files: int = 0) -> str:
    """The words of a message: its text, cut to what one holds, and the files that were not taken with why not."""
    remarks = [locales.text("inbound.refused", language, name=each, why=why.said(language)) for each, why in refused]
    if is_long(text):
        remarks.insert(0, locales.text("inbound.longer", language))
    tail = "\n".join(remarks)[: MAX_BODY // 2]
    room = MAX_BODY - len(tail) - 2
    head = text[:room].rstrip() if is_long(text) or len(text) > room else text
    found = "\n\n".join(each for each in (head if head.strip() else "", tail) if each)
    return found or ("" if files else locales.text("inbound.nothing", language))


def subject(text: str, *, who: str | None, language: str | None, files: int = 0) -> str:
    """What a ticket is called that begins with this text: its first line, cut between words."""
    line = next((" ".join(each.split()) for each in text.splitlines() if each.strip()), "")
    if not line:
        return locales.text("inbound.files", language) if files else (who or locales.text("inbound.nothing", language))
    if len(line) <= MAX_SUBJECT:
        return line
    cut = line[: MAX_SUBJECT - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[MAX_SUBJECT // 2 :] else cut).rstrip(" ,;:-") + "…"


def message_id(head: bytes) -> str | None:
    """The Message-ID in the first bytes of a mail, without its brackets; None when there is none that can be used.

    Only as far as the head goes and no further: nothing here reads a mail.
    """
    found = _MESSAGE_ID.search(_head(head))
    if found is None:
        return None
    said = re.sub(rb"\s+", b"", found[1]).strip(b"<>").decode("utf-8", "replace")
    return said if said and said.isprintable() else None


def dated(head: bytes) -> str:
    """What tells a mail from another one that was given the same Message-ID: a short name of its `Date`, as written;
    nothing, where there is none. Servers and lists on the way leave that as it is.
    """
    found = _DATE.search(_head(head))
    said = b"" if found is None else b" ".join(found[1].split())
    return hashlib.sha256(said).hexdigest()[:16] if said else ""


def written_by(head: bytes) -> str | None:
    """The lane of a mail: what one author writes is taken in its order. None, where nobody is named.

    Only as near as that needs: who really wrote it is found out by whoever reads the mail.
    """
    found = _FROM.search(_head(head))
    addresses = _ADDRESS.findall(found[1]) if found else []
    return f"from {addresses[-1].decode('ascii', 'replace').lower()}" if addresses else None


def name_of_another(message_id: str, date: str) -> str:
    """By what a mail is known whose Message-ID is already another mail's; no Message-ID is written so."""
    return key(f"{message_id} {date}")


def _head(raw: bytes) -> bytes:
    head = raw[:65_536]
    end = min((at for at in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if at >= 0), default=len(head))
    return head[:end]


_FROM = re.compile(rb"(?im)^from[ \t]*:((?:[^\r\n]|\r?\n[ \t]){1,2000})")
_ADDRESS = re.compile(rb"[^\s<>\"(),;:]{1,64}@[^\s<>\"(),;:]{1,255}")
_DATE = re.compile(rb"(?im)^date[ \t]*:[ \t]*((?:[^\r\n]|\r?\n[ \t]){1,200})")
_MESSAGE_ID = re.compile(rb"(?im)^message-id[ \t]*:[ \t]*((?:[^\r\n]|\r?\n[ \t]){1,1000})")
