"""What customers are told when they are handed over, or when nobody is in: in their language, its blanks filled."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

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

# Sentences; of each the first variant whose blanks can all be filled, or none.
_Sentences: TypeAlias = Sequence[Sequence[str]]
_BUILT_IN: Mapping[Kind, Mapping[str, _Sentences]] = {
    "handover": {
        "en": (
            (
                "Thank you for your patience. Your request is now with colleagues who can help you best: {team}.",
                "Thank you for your patience. Your request is now with a colleague who can help you best.",
            ),
            ("The reason: {reason}",),
            ("You do not need to explain anything again: they can see the whole conversation.",),
        ),
        "ru": (
            (
                "Спасибо за ожидание. Мы передали ваше обращение коллегам, которые смогут помочь лучше: {team}.",
                "Спасибо за ожидание. Мы передали ваше обращение коллеге, который сможет помочь лучше.",
            ),
            ("Причина: {reason}",),
            ("Повторять ничего не нужно: коллеги видят всю переписку.",),
        ),
    },
    "message": {
        "en": (
            ("Thank you for your message. We are closed at the moment.",),
            (
                "We open again at {opens_at} and will answer you then.",
                "We will answer you as soon as we are open again.",
            ),
        ),
        "ru": (
            ("Спасибо за сообщение. Сейчас мы не работаем.",),
            (
                "Мы начнём работу {opens_at} и ответим вам.",
                "Мы ответим вам, как только начнём работу.",
            ),
        ),
    },
    "callback": {
        "en": (
            ("Thank you for getting in touch. We are closed at the moment.",),
            (
                "We open again at {opens_at} and will contact you then.",
                "We will contact you as soon as we are open again.",
            ),
            ("Please write here how we can best reach you.",),
        ),
        "ru": (
            ("Спасибо за обращение. Сейчас мы не работаем.",),
            (
                "Мы начнём работу {opens_at} и свяжемся с вами.",
                "Мы свяжемся с вами, как только начнём работу.",
            ),
            ("Напишите, пожалуйста, здесь, как с вами удобнее связаться.",),
        ),
    },
    "merged": {
        "en": (
            (
                "We answer your request together with another one on the same matter: number {into}.",
                "We answer your request together with another one on the same matter.",
            ),
            ("You do not need to do anything: your messages are kept, and what you write here still reaches us.",),
        ),
        "ru": (
            (
                "Мы отвечаем на ваше обращение вместе с другим по тому же вопросу: номер {into}.",
                "Мы отвечаем на ваше обращение вместе с другим по тому же вопросу.",
            ),
            ("Ничего делать не нужно: ваши сообщения сохранены, и всё, что вы напишете здесь, дойдёт до нас.",),
        ),
    },
}


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


def say(kind: Kind, texts: Mapping[str, str] | None, language: str | None, values: Mapping[str, str | None]) -> str:
    """What to tell a customer who speaks `language` (a tag like `ru` or `en-GB`; None: not known).

    `texts` are the desk's own, by language; where it has none there are built-in ones. In the customer's language, else
    in English; when nothing is known of the customer, and the desk has not written in English, in what it has written.
    """
    own = {tag.casefold(): text for tag, text in (texts or {}).items()}
    if language is None and own and not _matching(own, FALLBACK):
        return render(own[min(own)], values)
    for wanted in (language or FALLBACK, FALLBACK):
        tag = _matching(own, wanted)
        if tag is not None:
            return render(own[tag], values)
        built_in = _BUILT_IN[kind].get(_primary(wanted))
        if built_in is not None:
            return _sentences(built_in, values)
    raise AssertionError  # there are built-in texts in English


def fill(texts: Mapping[str, str], language: str | None, values: Mapping[str, str | None]) -> str:
    """One of the desk's own texts, by language, with its blanks filled: in the customer's, else in English, else in one
    that there is. Nothing built in takes the place of a text in another language.
    """
    own = {tag.casefold(): text for tag, text in texts.items()}
    wanted = [each for each in (language, FALLBACK) if each is not None]
    tag = next((found for each in wanted if (found := _matching(own, each)) is not None), None)
    return render(own[tag if tag is not None else min(own)], values)


def _matching(texts: Mapping[str, str], language: str) -> str | None:
    """The tag that is meant: the very one, else its language in general, else as another country speaks it."""
    wanted, primary = language.casefold(), _primary(language)
    alike = [tag for tag in texts if _primary(tag) == primary]
    return min(alike, key=lambda tag: (tag != wanted, tag != primary, tag), default=None)


def _primary(language: str) -> str:
    return language.partition("-")[0].casefold()


def _sentences(variants: _Sentences, values: Mapping[str, str | None]) -> str:
    chosen = (
        next((each for each in sentence if all(values.get(name) for name in _BRACES.findall(each))), None)
        for sentence in variants
    )
    return "\n".join(render(each, values) for each in chosen if each is not None)


def _filled(found: re.Match[str], values: Mapping[str, str | None]) -> str:
    name = found[1]
    return (values.get(name) or "") if name in _KNOWN else found[0]
