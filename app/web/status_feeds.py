"""The status page as feeds: what was said in public, the latest first, as Atom and as RSS."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET  # what is written here is our own; nothing is read

from app import locales as catalogues
from app.rules import locales
from app.services import status
from app.services.incident_reading import PublicIncident, PublicUpdate
from app.services.status import Board

MOST: Final = 50
ATOM: Final = "http://www.w3.org/2005/Atom"
# What no XML may have in it, however it is written (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(board: Board, wanted: Sequence[str], address: str) -> bytes:
    """As Atom (RFC 4287); `address` is where it is read."""
    entries = _entries(board, wanted)
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": status.locale(board, wanted)})
    _atom(feed, "id", f"{status.url(board.brand)}.atom")
    _atom(feed, "title", _title(board, wanted))
    _atom(feed, "updated", _at(max((each.changed_at for each in entries), default=_EPOCH)))
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": address})
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": status.url(board.brand)})
    ET.SubElement(ET.SubElement(feed, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = _title(board, wanted)
    for each in entries:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _atom(entry, "id", each.id)
        _atom(entry, "title", each.title)
        _atom(entry, "published", _at(each.at))
        _atom(entry, "updated", _at(each.changed_at))
        ET.SubElement(entry, f"{{{ATOM}}}link", {"href": each.url})
        ET.SubElement(entry, f"{{{ATOM}}}content", {"type": "text"}).text = each.text
    return _written(feed)


def rss(board: Board, wanted: Sequence[str], address: str) -> bytes:
    """As RSS 2.0; `address` is where it is read."""
    entries = _entries(board, wanted)
    feed = ET.Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = ET.SubElement(feed, "channel")
    for name, text in (
        ("title", _title(board, wanted)),
        ("link", status.url(board.brand)),
        ("description", _title(board, wanted)),
        ("language", status.locale(board, wanted)),
        ("lastBuildDate", format_datetime(max((each.changed_at for each in entries), default=_EPOCH))),
    ):
        ET.SubElement(channel, name).text = text
    ET.SubElement(channel, "atom:link", {"rel": "self", "href": address, "type": "application/rss+xml"})
    for each in entries:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = each.title
        ET.SubElement(item, "link").text = each.url
        ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = each.id
        ET.SubElement(item, "pubDate").text = format_datetime(each.at)
        ET.SubElement(item, "description").text = each.text
    return _written(feed)


_EPOCH: Final = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something that was said: of an incident, or of work to come."""

    id: str
    title: str
    text: str
    url: str
    at: datetime
    changed_at: datetime


def _entries(board: Board, wanted: Sequence[str]) -> list[_Entry]:
    base = status.url(board.brand)
    found = [
        _Entry(
            id=f"urn:uuid:{update.id}",
            title=_headline(incident, update, wanted),
            text=_clean(locales.best(update.texts, wanted)),
            url=f"{base}#{incident.id}",
            at=update.created_at,
            changed_at=update.edited_at or update.created_at,
        )
        for incident in (*board.open, *board.past)
        for update in incident.updates
    ]
    for each in board.planned:
        text = _clean(locales.best(each.texts, wanted))
        title = f"{catalogues.text('status.planned', wanted)}: {text}"
        when = f"{each.starts_at:%Y-%m-%d %H:%M} / {each.ends_at:%Y-%m-%d %H:%M} UTC"
        address = f"{base}#{each.name}"
        found.append(_Entry(address, title, f"{when}\n{text}", address, each.announced_at, each.updated_at))
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def _headline(incident: PublicIncident, update: PublicUpdate, wanted: Sequence[str]) -> str:
    said = catalogues.text(f"status.{update.status}", wanted)
    return _clean(f"{locales.best(incident.texts, wanted)}: {said}")


def _title(board: Board, wanted: Sequence[str]) -> str:
    title = catalogues.text("status.title", wanted)
    return _clean(title if board.name is None else f"{board.name}: {title}")


def _atom(inside: ET.Element, name: str, text: str) -> None:
    ET.SubElement(inside, f"{{{ATOM}}}{name}").text = text


def _at(instant: datetime) -> str:
    return instant.isoformat()


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _written(feed: ET.Element) -> bytes:
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made
