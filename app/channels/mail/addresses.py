"""Mailboxes out of headers, however they were written: groups, comments, names with commas, semicolons between."""

import re
from collections.abc import Iterable, Iterator

from app.channels.mail import words
from app.channels.mail.limits import MAX_ADDRESSES, MAX_ID, MAX_NAME, MAX_REFERENCES, Budget
from app.channels.mail.types import Address

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_ANGLE = re.compile(r"<([^<>]*)>?")
_PLAIN = re.compile(r'[^"<>(),;:]+')
_EMAIL = re.compile(
    r'(?:"[^"\s]{1,64}"|[^\s<>@,;:"()\[\]\\]{1,64})@(?:[^\s<>@,;:"()\[\]\\/]{1,255}|\[[0-9A-Fa-f:.IPv]{2,60}\])'
)
# Somebody's remark within an address: <pete(his account)@silly.test(his host)>.
_COMMENT = re.compile(r"\([^()]*\)")
# A name with more pieces between commas than this is no name.
_PIECES = 8
_ID = re.compile(r"<([^<>\s]+)>")
_BARE_ID = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()]+")


def read(values: Iterable[str], budget: Budget) -> tuple[Address, ...]:
    """The mailboxes of these headers; what is none is left out. Values are unfolded and not decoded yet."""
    found: list[Address] = []
    for value in values:
        for address in _mailboxes(value, budget):
            if len(found) >= MAX_ADDRESSES:
                budget.note("addresses")
                return tuple(found)
            found.append(address)
    return tuple(found)


def ids(value: str, budget: Budget, what: str) -> tuple[str, ...]:
    """Message ids without their brackets, each once. The first and the last ones stay when there are too many."""
    found = _ID.findall(value) or _BARE_ID.findall(value)
    kept = list(dict.fromkeys(each for each in found if len(each) <= MAX_ID))
    if any(len(each) > MAX_ID for each in found):
        budget.note(what)
    if len(kept) > MAX_REFERENCES:
        budget.note(what)
        kept = [kept[0], *kept[1 - MAX_REFERENCES :]]
    return tuple(kept)


class _Entry:
    """One mailbox as far as it was read."""

    def __init__(self) -> None:
        self.phrase: list[str] = []
        self.comment: list[str] = []
        self.angle: str | None = None

    def close(self, budget: Budget) -> Address | None:
        """The mailbox, unless there is none yet: a comma in a name that nobody quoted."""
        name = " ".join(" ".join(self.phrase).split())
        email = self.angle
        if email is None:
            found = _EMAIL.search(name) if "@" in name else None
            if found is not None and "=?" in found[0]:
                # Some programs encode addresses, which nobody may.
                name = words.decoded(name, budget)
                found = _EMAIL.search(name)
            if found is None:
                return None
            email, name = found[0], " ".join((name[: found.start()] + name[found.end() :]).split())
        else:
            if "=?" in email:
                email = words.decoded(email, budget)
            found = _EMAIL.search(_COMMENT.sub("", email).replace(" ", ""))
            if found is None and (found := _EMAIL.search(name)) is None:
                return None
            email = found[0]
        name = words.decoded(name or " ".join(self.comment), budget).strip("\"' ")
        return Address("" if name.lower() == email.lower() else name[:MAX_NAME], email)


def _mailboxes(value: str, budget: Budget) -> Iterator[Address]:
    entry = _Entry()
    at = 0
    while at < len(value):
        sign = value[at]
        if sign not in ",;:":
            at = _token(value, at, entry)
            continue
        at += 1
        # What stands before a colon is the name of a group.
        address = entry.close(budget) if sign != ":" else None
        if address is not None:
            yield address
        if address is None and sign == "," and entry.angle is None and 0 < len(entry.phrase) <= _PIECES:
            entry.phrase[-1] += ","
        else:
            entry = _Entry()
    if (address := entry.close(budget)) is not None:
        yield address


def _token(value: str, at: int, entry: _Entry) -> int:
    """Take the next piece of a mailbox; where the one after it begins."""
    sign = value[at]
    if sign == '"' and (quoted := _QUOTED.match(value, at)):
        text = re.sub(r"\\(.)", r"\1", quoted[1])
        at = quoted.end()
        # A local part in quotes belongs to the address behind it.
        rest = _PLAIN.match(value, at) if value.startswith("@", at) else None
        entry.phrase.append(f'"{text}"{rest[0]}' if rest else text)
        return rest.end() if rest else at
    if sign == "<" and (angle := _ANGLE.match(value, at)):
        # The last one counts: a name may have brackets too.
        entry.angle = angle[1].strip()
        return angle.end()
    if sign == "(":
        text, at = _comment(value, at)
        entry.comment.append(text)
        return at
    if plain := _PLAIN.match(value, at):
        entry.phrase.append(plain[0].strip())
        return plain.end()
    return at + 1


def _comment(value: str, at: int) -> tuple[str, int]:
    depth = 0
    start = at
    while at < len(value):
        sign = value[at]
        if sign == "\\":
            at += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return value[start + 1 : at], at + 1
        at += 1
    return value[start + 1 :], len(value)
