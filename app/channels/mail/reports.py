"""What mail servers report about a mail of ours: delivery status (RFC 3464), one report for each recipient."""

import re
from collections.abc import Iterable

from app.channels.mail import addresses, bodies, headers, words
from app.channels.mail.headers import Headers
from app.channels.mail.limits import MAX_HEADER_BLOCK, MAX_ID, MAX_REPORTS, Budget
from app.channels.mail.structure import Node
from app.channels.mail.types import Report

STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
ORIGINAL = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_GROUPS = re.compile(rb"\n[ \t]*\r?\n\s*")
_MAX_DIAGNOSTIC = 2000


def read(raw: bytes, leaves: Iterable[Node], budget: Budget) -> tuple[Report, ...]:
    """The reports of a mail; none when it is no report."""
    leaves = list(leaves)
    statuses = [each for each in leaves if each.kind.content_type in STATUS]
    if not statuses:
        return ()
    original = _original(raw, leaves, budget)
    found: list[Report] = []
    for node in statuses:
        body = bodies.decode(raw[node.start : node.end][:MAX_HEADER_BLOCK], node.kind.encoding)
        groups = [headers.split(each, 0, budget)[0] for each in _GROUPS.split(body.strip(), MAX_REPORTS + 1)]
        whole = groups[0] if groups else Headers()
        mine = original or next(iter(_ids(whole, "x-original-message-id", budget)), None)
        for group in groups:
            if not group.raw("final-recipient") and not group.raw("original-recipient") and not group.raw("action"):
                continue
            if len(found) >= MAX_REPORTS:
                budget.note("reports")
                break
            found.append(_report(group, mine, budget))
    return tuple(found)


def _report(group: Headers, original: str | None, budget: Budget) -> Report:
    status = _CODE.search(words.header(group.raw("status"), budget))
    action = words.header(group.raw("action"), budget).lower().split(" ")[0].strip(";,()")
    return Report(
        recipient=_recipient(group, budget),
        status=status[0] if status else "",
        action=action[:20],
        diagnostic=words.header(group.raw("diagnostic-code"), budget)[:_MAX_DIAGNOSTIC],
        original_message_id=original,
    )


def _recipient(group: Headers, budget: Budget) -> str:
    # What we wrote to is the original one; the final one is where it was forwarded.
    for name in ("original-recipient", "final-recipient"):
        value = words.header(group.raw(name), budget).rpartition(";")[2].strip()
        if value:
            found = addresses.read([value], budget)
            return found[0].email if found else value.strip("<>")[:MAX_ID]
    return ""


def _original(raw: bytes, leaves: Iterable[Node], budget: Budget) -> str | None:
    for node in leaves:
        if node.kind.content_type in ORIGINAL:
            body = bodies.decode(raw[node.start : node.end][:MAX_HEADER_BLOCK], node.kind.encoding).lstrip(b"\r\n")
            of, _ = headers.split(body, 0, budget)
            if found := _ids(of, "message-id", budget):
                return found[0]
    return None


def _ids(group: Headers, name: str, budget: Budget) -> tuple[str, ...]:
    return addresses.ids(words.header(group.raw(name), budget), budget, "references")
