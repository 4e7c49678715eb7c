"""What stands around the words of a mail: built in for Russian and English, or a mailbox's own, as templates."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from app import locales
from app.rules import templates

Part: TypeAlias = Literal["above", "unread", "below", "quote"]

FALLBACK = "en"
# What a wrapper may ask for.
KNOWN = frozenset(
    {
        "agent.name",
        "brand.name",
        "customer.name",
        "ticket.number",
        "ticket.subject",
        "ticket.link",
        "said.by",
        "said.at",
    }
)
QUOTE_CHARACTERS, QUOTE_LINES = 4_000, 80

_SIGNED = "{% if agent.name or brand.name %}-- \n{{ agent.name | default: brand.name }}{% if agent.name and brand.name %}\n{{ brand.name }}{% endif %}{% endif %}"  # noqa: E501 - line breaks are part of it
_BUILT_IN: Mapping[Part, str] = {"above": "", "below": _SIGNED}


def say(part: Part, own: Mapping[str, str] | None, language: str | None, values: Mapping[str, Any]) -> str:
    """A part in the reader's language. `own` are a mailbox's words by language; one that cannot be filled is passed
    over, so that a wrapper never keeps a mail from leaving.
    """
    built_in = _BUILT_IN[part] if part in _BUILT_IN else locales.source(f"mail.{part}", language)
    for source in (_chosen(own or {}, language), built_in):
        if source is None:
            continue
        try:
            filled = templates.render(source, values, known=KNOWN)
        except templates.TemplateError:
            continue
        if not filled.unresolved:
            return filled.text
    return ""


def unknown(source: str) -> tuple[str, ...]:
    """The names in a template of a mailbox that there are not. Raises `TemplateError` for what is no template."""
    return templates.unknown(source, KNOWN)


def quoted(body: str, head: str) -> str:
    """The message that is answered, as mails quote: bounded, every line with a mark in front."""
    lines = body[:QUOTE_CHARACTERS].strip().splitlines()
    more = len(body) > QUOTE_CHARACTERS or len(lines) > QUOTE_LINES
    shown = [f"> {each}".rstrip() for each in lines[:QUOTE_LINES]]
    return "\n".join([head, *shown, *(["> ..."] if more else [])])


def _chosen(words: Mapping[str, str], language: str | None) -> str | None:
    tongue = (language or FALLBACK).partition("-")[0].casefold()
    return words.get(language or "") or words.get(tongue) or words.get(FALLBACK)
