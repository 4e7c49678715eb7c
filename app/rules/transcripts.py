"""A chat as a mail: who said what and when, in the customer's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app import locales
from app.locales import moments

_LINK: Final = re.compile(r"(?i)\b(https?|ftp)://|\bwww\.")


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `author` is None for the desk itself."""

    author: str | None
    by_customer: bool
    at: datetime
    body: str
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Transcript:
    """Subject and text of a mail."""

    subject: str
    text: str


def write(
    messages: Sequence[Said], *, subject: str, desk: str, language: str | None, zone: ZoneInfo, trusted: bool
) -> Transcript:
    """The mail. `trusted`: the address is surely the customer's own; if not, links in the customer's words do not work,
    so that nobody sends strangers anywhere in our name.
    """
    lines = [locales.text("transcript.intro", language, desk=desk), ""]
    day = None
    for each in messages:
        there = each.at.astimezone(zone)
        if there.date() != day:
            day = there.date()
            lines += [f"— {moments.day(there, language)} ({moments.place(zone, language)}) —", ""]
        body = each.body if trusted or not each.by_customer else _LINK.sub(_blunted, each.body)
        lines.append(f"{each.author or desk}, {moments.clock(there, language)}")
        lines += [f"  {line}" for line in body.splitlines() if body]
        lines += [f"  {locales.text('transcript.file', language, name=name)}" for name in each.files]
        lines.append("")
    lines.append(locales.text("transcript.end", language, desk=desk))
    return Transcript(locales.text("transcript.subject", language, subject=subject), "\n".join(lines))


def _blunted(found: re.Match[str]) -> str:
    return found[0].replace(":", "[:]").replace(".", "[.]")
