"""What a mail says and carries: its text, its HTML, its files, out of the tree of its parts."""

import html as entities
import re
from dataclasses import dataclass, field

from app.channels.mail import bodies, flowed, headers, html, html_text, reports, words
from app.channels.mail.charsets import clean, decode
from app.channels.mail.limits import MAX_HTML, MAX_TEXT, Budget
from app.channels.mail.structure import Node
from app.channels.mail.types import Part

# Bytes of a text that are decoded: more than the longest text takes in any encoding.
_MAX_BODY = 8 * 1024 * 1024
_PLAIN = frozenset({"text/plain", "text/markdown"})
# Third alternatives, for programs that we are not: read only when there is nothing else.
_IGNORED = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# Of types that are sent without a name; others end in .bin.
_ENDINGS = {
    "application/ms-tnef": "winmail.dat",
    "application/pdf": "file.pdf",
    "application/pgp-encrypted": "version.txt",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/zip": "file.zip",
    "audio/mpeg": "audio.mp3",
    "audio/ogg": "audio.ogg",
    "audio/wav": "audio.wav",
    "image/bmp": "image.bmp",
    "image/gif": "image.gif",
    "image/heic": "image.heic",
    "image/jpeg": "image.jpg",
    "image/png": "image.png",
    "image/svg+xml": "image.svg",
    "image/webp": "image.webp",
    "text/calendar": "invite.ics",
    "text/csv": "file.csv",
    "text/html": "file.html",
    "text/plain": "file.txt",
    "text/rfc822-headers": "headers.txt",
    "text/vcard": "contact.vcf",
    "text/x-vcard": "contact.vcf",
    "video/mp4": "video.mp4",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader sees, and what is attached."""

    text: str
    html: str | None
    parts: tuple[Part, ...]
    blocked_images: int


# One stretch of a mail in up to two forms.
_Section = tuple[str | None, str | None]


@dataclass(slots=True)
class _Reader:
    raw: bytes
    budget: Budget
    files: list[Part] = field(default_factory=list)
    first: bool = True

    def sections(self, node: Node) -> list[_Section]:
        """What is to be read here, in order; files are put aside."""
        if not node.children:
            return self._leaf(node)
        found = [self.sections(each) for each in node.children]
        if node.kind.content_type != "multipart/alternative":
            return [section for each in found for section in each]
        plain = html = None
        for each in found:
            if any(section[1] is not None for section in each):
                html = _joined_html(each)
            elif each:
                plain = "\n\n".join(section[0] or "" for section in each)
        return [(plain, html)] if plain is not None or html is not None else []

    def _leaf(self, node: Node) -> list[_Section]:
        kind = node.kind.content_type
        first, self.first = self.first, False
        readable = kind in _PLAIN or kind == "text/html" or (kind.startswith("multipart/") and not node.deep)
        if (
            (readable or (first and kind in _IGNORED))
            and (first or not node.kind.name)
            and not node.kind.attached
            and node.kind.encoding not in bodies.UU
        ):
            return self._text(node, kind)
        if kind not in _IGNORED and kind not in reports.STATUS:
            self._file(node)
        return []

    def _text(self, node: Node, kind: str) -> list[_Section]:
        encoded = self.raw[node.start : min(node.end, node.start + _MAX_BODY)]
        if len(encoded) < node.end - node.start:
            self.budget.note("html" if kind == "text/html" else "text")
        content = bodies.decode(encoded, node.kind.encoding)
        charset = node.kind.charset
        if kind == "text/html":
            if not charset and (meta := _META.search(content[:2048])) is not None:
                charset = meta[1].decode("ascii", "replace")
            return [(None, clean(decode(content, charset)))]
        if b"begin" in content:
            content, found = bodies.uuencoded(content)
            for name, each in found:
                named = headers.file_name(decode(name)) or "file.bin"
                self.files.append(Part(named, "application/octet-stream", each, None, inline=False))
        text = clean(decode(content, charset))
        if node.kind.parameters.get("format", "").lower() == "flowed":
            delete = node.kind.parameters.get("delsp", "").lower() == "yes"
            text = flowed.unfold(text[: MAX_TEXT + 1], delete_space=delete)
        return [(text, None)]

    def _file(self, node: Node) -> None:
        content = bodies.decode(self.raw[node.start : node.end], node.kind.encoding)
        kind = "message/rfc822" if node.deep else node.kind.content_type
        if node.deep:
            # Whoever opens it finds the parts only with the header that tells their border.
            content = b"Content-Type: " + node.headers.raw("content-type") + b"\r\n\r\n" + content
        name = node.kind.name or self._name(kind, content)
        self.files.append(Part(name, kind, content, node.kind.content_id, inline=False))

    def _name(self, kind: str, content: bytes) -> str:
        if kind in _MESSAGES:
            inner, _ = headers.split(content.lstrip(b"\r\n"), 0, self.budget)
            subject = words.header(inner.raw("subject"), self.budget).replace("/", " ")
            return (headers.file_name(subject)[:100] or "message") + ".eml"
        return _ENDINGS.get(kind) or ("message.eml" if kind.startswith("message/") else "file.bin")


def read(raw: bytes, root: Node, budget: Budget, *, with_html: bool = True) -> Contents:
    """The contents of a mail. Without HTML its text is still read, and nothing that takes long is done."""
    reader = _Reader(raw, budget)
    sections = reader.sections(root)
    texts: list[str] = []
    cleaned: list[str | None] = []
    blocked = 0
    shown: set[str] = set()
    for plain, source in sections:
        safe = html.clean(source, budget) if source is not None and with_html else None
        if safe is not None:
            blocked += safe.blocked
            shown |= safe.shown
        if plain is not None and (plain.strip() or source is None):
            texts.append(plain.strip("\n"))
        elif safe is not None:
            texts.append(html_text.text_of(safe.html))
        elif source is not None:
            texts.append(html.without_tags(source[:MAX_HTML]).strip())
        cleaned.append(safe.html if safe is not None else None)
    if not with_html and any(source is not None for _, source in sections):
        budget.note("html")
    text = budget.take("text", "\n\n".join(each for each in texts if each.strip()), MAX_TEXT)
    return Contents(text, _whole(sections, cleaned, budget), _parts(reader.files, shown), blocked)


def _whole(sections: list[_Section], cleaned: list[str | None], budget: Budget) -> str | None:
    """The HTML of the whole mail: a stretch that has none is written as it is. None when nothing is HTML."""
    if not any(each is not None for each in cleaned):
        return None
    pieces: list[str] = []
    size = 0
    for (plain, _), safe in zip(sections, cleaned, strict=True):
        piece = safe if safe is not None else _as_html(plain or "")
        size += len(piece)
        if size > 2 * MAX_HTML:
            # Whole pieces only: what is cut in the middle of a tag is no longer clean.
            budget.note("html")
            break
        pieces.append(piece)
    return "\n".join(pieces)


def _as_html(plain: str) -> str:
    return "<p>" + entities.escape(plain.strip("\n")).replace("\n", "<br>") + "</p>"


def _joined_html(sections: list[_Section]) -> str:
    return "\n".join(html if html is not None else _as_html(plain or "") for plain, html in sections)


def _parts(files: list[Part], shown: set[str]) -> tuple[Part, ...]:
    """Files with names of their own, and which of them the HTML shows."""
    seen: set[str] = set()
    parts: list[Part] = []
    for part in files:
        name = part.name
        number = 1
        while name.lower() in seen:
            number += 1
            stem, dot, ending = part.name.rpartition(".")
            name = f"{stem}-{number}{dot}{ending}" if dot else f"{part.name}-{number}"
        seen.add(name.lower())
        inline = part.content_id is not None and part.content_id in shown
        parts.append(Part(name, part.content_type, part.content, part.content_id, inline))
    return tuple(parts)
