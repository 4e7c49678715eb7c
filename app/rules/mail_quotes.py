"""What of a mail is its author's reply, and what is the mail it answers: the quote, and the signature.

Programs mark a quote in one of three ways: `>` before each line, a header ("On Monday Bob wrote:") above it, or a block
of headers ("From: ... Sent: ... To: ...") with everything below. A wrong fold hides words, a missing one only shows too
many: in doubt nothing is folded, answers between quoted lines keep them, and a reply is never empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from app.rules import mail_quote_marks as marks
from app.rules import mail_signatures

_JOINED: Final = 4  # lines over which "On ... wrote:" may be wrapped
_TRIES: Final = 400  # headers looked at closely; a mail with more is no mail that a program wrote
_BLOCK: Final = 24  # lines of a block of headers
_WRAPPED: Final = 3  # lines over which one header may be wrapped

What = Literal["text", "quote", "rest"]


@dataclass(frozen=True, slots=True)
class Folded:
    """The parts of a text, each in the author's own lines. `reply` is empty only where all of the text is."""

    reply: str
    quoted: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines `start` to `end` (not included). A quote is `headed` when a program says whose it is."""

    what: What
    start: int
    end: int
    headed: bool = False


def fold(text: str, *, forwarded: bool = False) -> Folded:
    """The reply apart from what it quotes and from the signature, in time linear to the text.

    `forwarded`: the subject says that the mail passes on another one (see `passes_on`); that is what it is about, and
    is kept.
    """
    lines = text.splitlines()
    plain = [marks.plain(each) for each in lines]
    runs = [_Run("text", 0, len(lines))] if forwarded else list(_runs(plain))
    folded = _folded(runs, plain)
    kept = [place for run in runs if run not in folded for place in range(run.start, run.end)]
    if not any(plain[each] and not marks.rules(plain[each]) for each in kept):
        return _signed(lines, [])
    cut = [place for run in folded for place in range(run.start, run.end)]
    reply = _joined(lines, runs, folded)
    at = mail_signatures.split(reply)
    if cut and all(_of_a_telephone(each) for each in reply[:at]):
        # Nothing but "Sent from my phone" above another mail: that mail was passed on without a word.
        return _signed(lines, [])
    if any(run.what == "rest" for run in folded) and marks.points_below(" ".join(map(marks.plain, reply[:at]))):
        # They have answered between the lines of the other mail, and nothing tells whose lines are whose.
        return _signed(lines, [])
    return _signed(reply, [lines[each] for each in cut])


_PASSED_ON: Final = ("fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "пересл:", "fwd :", "tr :", "пд:", "пер:", "vs:")


def passes_on(subject: str) -> bool:
    """Whether a subject says that the mail forwards another one (`Fwd:`, `WG:`, `TR:` ...)."""
    return subject.lstrip()[:10].casefold().startswith(_PASSED_ON)


def _of_a_telephone(line: str) -> bool:
    return not line.strip() or mail_signatures.of_a_telephone(marks.plain(line))


def _signed(lines: Sequence[str], quoted: Sequence[str]) -> Folded:
    at = mail_signatures.split(lines)
    return Folded(_text(lines[:at]), _text(quoted), _text(lines[at:]))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(each.rstrip() for each in lines).strip("\n").rstrip()


def _joined(lines: Sequence[str], runs: Sequence[_Run], folded: set[_Run]) -> list[str]:
    """The kept lines; one empty line is left where a quote was in between."""
    reply: list[str] = []
    for run in runs:
        if run not in folded:
            start = run.start
            while reply and not reply[-1] and start < run.end and not lines[start].strip():
                start += 1
            reply += lines[start : run.end]
            continue
        while reply and not reply[-1].strip():
            reply.pop()
        reply += [""] if reply else []
    return reply


def _folded(runs: Sequence[_Run], plain: Sequence[str]) -> set[_Run]:
    """Which quotes are folded away."""
    words = [run.what == "text" and any(plain[run.start : run.end]) for run in runs]
    quotes = [place for place, run in enumerate(runs) if run.what == "quote"]
    folded = {run for run in runs if run.what == "rest"}
    answered = {one for one, other in pairwise(quotes) if any(words[one:other])}
    spoken = [place for place, said in enumerate(words) if said]
    for place in quotes if spoken else ():
        run = runs[place]
        if place > spoken[-1]:
            said = not _announced(plain, run.start) or _headed(run, plain)
            folded |= {run} if said else set()
        elif not answered and _headed(run, plain):
            folded.add(run)
    return folded


def _announced(plain: Sequence[str], start: int) -> bool:
    """Whether the words before a quote lead to it ("This is what I see:"): then it is part of what is said."""
    before = next((each for each in reversed(plain[max(start - 3, 0) : start]) if each), "")
    return before.endswith(":")


def _runs(plain: Sequence[str]) -> Iterator[_Run]:
    """The lines as runs of text, of quotes, and of all the rest below a header that has no end."""
    at = text = 0
    tries = _TRIES
    keys = [marks.header(each) for each in plain]
    while at < len(plain):
        if marks.forwards(plain[at]):
            break
        head = (at, False) if marks.quoted(plain[at]) else _head(plain, keys, at) if plain[at] and tries else None
        tries -= head is None and bool(keys[at] or marks.starts(plain[at]))
        if head is None:
            at += 1
            continue
        after, alone = head
        begin = _upwards(plain, keys, at, text) if after > at else at
        first = _next(plain, after)
        if first < len(plain) and marks.quoted(plain[first]):
            end = _end_of_quote(plain, first)
            yield _Run("text", text, begin)
            yield _Run("quote", begin, end, headed=after > at)
            at = text = end
        elif alone:
            yield _Run("text", text, begin)
            yield _Run("rest", begin, len(plain))
            return
        else:
            at += 1
    yield _Run("text", text, len(plain))


def _head(plain: Sequence[str], keys: Sequence[tuple[str, str] | None], at: int) -> tuple[int, bool] | None:
    """Where the header of a quote that begins at a line ends, and whether it says enough to stand without `>` lines."""
    line = plain[at]
    if marks.separates(line):
        return at + 1, True
    if keys[at] is not None and (end := _block(plain, keys, at)):
        return end, True
    if line.endswith(":") and marks.mail_in(line) and marks.says_who_wrote(line):
        return at + 1, True
    return _sentence(plain, at) if marks.starts(line) else _introduction(plain, at)


def _introduction(plain: Sequence[str], at: int) -> tuple[int, bool] | None:
    return (at + 1, False) if _before_a_quote(plain, at + 1) and marks.introduces(plain[at]) else None


def _sentence(plain: Sequence[str], at: int) -> tuple[int, bool] | None:
    """Where a sentence like "On Monday Bob wrote:" ends, which may be wrapped over a few lines."""
    joined = ""
    for end in range(at + 1, min(at + _JOINED, len(plain)) + 1):
        if not plain[end - 1] or marks.quoted(plain[end - 1]):
            break
        joined = f"{joined} {plain[end - 1]}".strip()[: marks.LINE]
        if marks.says_who_wrote(joined):
            return end, True
        if _before_a_quote(plain, end) and marks.introduces(joined):
            return end, False
    return _introduction(plain, at)


def _block(plain: Sequence[str], keys: Sequence[tuple[str, str] | None], at: int) -> int:
    """Where a block of headers that begins at a line ends; 0 when it is none, but, say, the stops of a journey."""
    values: dict[str, str] = {}
    wrapped = 0
    end = at
    while end < min(at + _BLOCK, len(plain)):
        key = keys[end]
        if key is not None:
            if key[0] in values and key[0] not in {"cc", "other"}:
                break
            values[key[0]] = key[1]
            wrapped = 0
        elif plain[end]:
            wrapped += 1
            if wrapped > _WRAPPED or not plain[end - 1] or marks.quoted(plain[end]):
                break
            last = next(reversed(values))
            values[last] = f"{values[last]} {plain[end]}"[: marks.LINE]
        elif (following := _next(plain, end)) >= len(plain) or keys[following] is None:
            break
        end += 1
    return end if _is_block(values) else 0


def _is_block(values: dict[str, str]) -> bool:
    when = values.get("sent") or values.get("date") or ""
    dated = marks.date_in(when)
    mail = any(marks.mail_in(each) for each in values.values())
    known = {"when" if each in {"sent", "date"} else each for each in values} - {"other", "cc"}
    if len(known) == 2:  # noqa: PLR2004
        return "when" in known and mail and marks.moment_in(when)
    if "from" not in known:
        return known == {"when", "to", "subject"} and mail and dated
    if "subject" in known:
        return len(known) > 2 and (mail or dated)  # noqa: PLR2004
    return len(known) > 2 and (mail or ("sent" in values and dated))  # noqa: PLR2004


def _next(plain: Sequence[str], at: int) -> int:
    """The next line with words, not more than two empty ones further on."""
    for place in range(at, min(at + 3, len(plain))):
        if plain[place]:
            return place
    return len(plain)


def _before_a_quote(plain: Sequence[str], at: int) -> bool:
    following = _next(plain, at)
    return following < len(plain) and marks.quoted(plain[following])


def _upwards(plain: Sequence[str], keys: Sequence[tuple[str, str] | None], at: int, bottom: int) -> int:
    """Where a header really begins: a line of dashes above it belongs to it, so does a wrapped or a listed address."""
    begin = at
    for place in range(at - 1, max(at - 6, bottom - 1), -1):
        line = plain[place]
        opened = "<" in line and ">" not in line and ">" in plain[begin].partition("<")[0]
        listed = keys[place] is not None and line.endswith(";")
        if line and (marks.rules(line) or listed or opened):
            begin = place
        elif line:
            break
    return begin


def _end_of_quote(plain: Sequence[str], first: int) -> int:
    """Where the quoted lines from one on end: empty lines between them belong to them, so do their broken links."""
    end = at = first
    while at < len(plain):
        if marks.quoted(plain[at]):
            end = at + 1
        elif plain[at] and not (
            plain[at].startswith(("(http", "<http"))
            and end == at
            and at + 1 < len(plain)
            and marks.quoted(plain[at + 1])
        ):
            break
        at += 1
    return end


def _headed(run: _Run, plain: Sequence[str]) -> bool:
    """Whether a header stands above a quote, or is its first lines, as some programs put it."""
    if run.headed:
        return True
    bare = [each.lstrip("> ") for each in plain[run.start : min(run.end, run.start + 5)]]
    named = {key[0] for each in bare if (key := marks.header(each))}
    return len(named) > 1 or any(marks.starts(each) and marks.introduces(each) for each in bare)
