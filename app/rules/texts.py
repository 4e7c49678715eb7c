"""What customers are told when they are handed over, or when nobody is in: in their language, its blanks filled."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from app import locales
from app.locales import moments
from app.locales.moments import Moment

Kind: TypeAlias = Literal["handover", "message", "callback", "merged"]

# What a text may have in braces: the customer's name, the team that takes over, why, when it opens, the queue's name.
PLACEHOLDERS = frozenset({"customer", "team", "reason", "opens_at", "queue"})
# And only our own: the number of the ticket in which a merged one goes on.
_KNOWN = PLACEHOLDERS | {"into"}
FALLBACK = "en"

_BRACES = re.compile(r"\{([^{}]*)\}")
# What is left around an empty name: "Hello , we" and "Hello !".
_GAP = re.compile(r" +(?=[,.;:!?])")
_BLANKS = re.compile(r" {2,}")

# Sentences, by their names in the catalogues; of each the first variant whose blanks can all be filled, or none.
_BUILT_IN: Mapping[Kind, Sequence[Sequence[str]]] = {
    "handover": (("handover.team", "handover.somebody"), ("handover.reason",), ("handover.history",)),
    "message": (("closed.message",), ("closed.answer_at", "closed.answer_later")),
    "callback": (("closed.callback",), ("closed.contact_at", "closed.contact_later"), ("closed.how_to_reach",)),
    "merged": (("merged.into", "merged.another"), ("merged.nothing_lost",)),
}
# What fills a blank; an instant is said as the reader writes one.
Values: TypeAlias = Mapping[str, str | Moment | None]


def unknown_placeholders(template: str) -> list[str]:
    """What a text has in braces that nothing can fill, in order, each once. A brace alone is a brace."""
    return list(dict.fromkeys(each for each in _BRACES.findall(template) if each not in PLACEHOLDERS))


def render(template: str, values: Mapping[str, str | None]) -> str:
    """The text with its blanks filled; one that has no value is left out, with the space that it leaves.

    Values are text and nothing else: what they have in braces stays as it is.
    """
    filled = _BRACES.sub(lambda found: _filled(found, values), template)
    if all(values.get(each) for each in _BRACES.findall(template) if each in _KNOWN):
        return filled
    return _BLANKS.sub(" ", _GAP.sub("", filled)).strip()


def say(kind: Kind, texts: Mapping[str, str] | None, language: str | None, values: Values) -> str:
    """What to tell a customer who speaks `language` (a tag like `ru` or `en-GB`; None: not known).

    `texts` are the desk's own, by language; where it has none there are built-in ones. In the customer's language, else
    in English; when nothing is known of the customer, and the desk has not written in English, in what it has written.
    """
    own = {tag.casefold(): text for tag, text in (texts or {}).items()}
    if language is None and own and not _matching(own, FALLBACK):
        first = min(own)
        return render(own[first], _said(values, first))
    for wanted in (language or FALLBACK, FALLBACK):
        tag = _matching(own, wanted)
        if tag is not None:
            return render(own[tag], _said(values, wanted))
        if all(locales.has(each[-1], wanted) for each in _BUILT_IN[kind]):
            return _sentences(kind, wanted, _said(values, wanted))
    raise AssertionError  # there are built-in texts in English


def fill(texts: Mapping[str, str], language: str | None, values: Values) -> str:
    """One of the desk's own texts, by language, with its blanks filled: in the customer's, else in English, else in one
    that there is. Nothing built in takes the place of a text in another language.
    """
    own = {tag.casefold(): text for tag, text in texts.items()}
    wanted = [each for each in (language, FALLBACK) if each is not None]
    tag = next((found for each in wanted if (found := _matching(own, each)) is not None), None)
    chosen = tag if tag is not None else min(own)
    spoken = language if language is not None and _primary(language) == _primary(chosen) else chosen
    return render(own[chosen], _said(values, spoken))


def _matching(texts: Mapping[str, str], language: str) -> str | None:
    """The tag that is meant: the very one, else its language in general, else as another country speaks it."""
    wanted, primary = language.casefold(), _primary(language)
    alike = [tag for tag in texts if _primary(tag) == primary]
    return min(alike, key=lambda tag: (tag != wanted, tag != primary, tag), default=None)


def _primary(language: str) -> str:
    return language.partition("-")[0].casefold()


def _sentences(kind: Kind, language: str, values: Mapping[str, str | None]) -> str:
    found = []
    for names in _BUILT_IN[kind]:
        variants = (locales.source(each, language) for each in names)
        chosen = next((each for each in variants if all(values.get(name) for name in _BRACES.findall(each))), None)
        if chosen is not None:
            found.append(render(chosen, values))
    return "\n".join(found)


def _said(values: Values, language: str) -> dict[str, str | None]:
    return {name: moments.said(each, language) if isinstance(each, Moment) else each for name, each in values.items()}


def _filled(found: re.Match[str], values: Mapping[str, str | None]) -> str:
    name = found[1]
    return (values.get(name) or "") if name in _KNOWN else found[0]
