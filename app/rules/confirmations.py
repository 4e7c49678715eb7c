"""What whoever sent a form is told, on the page and by mail, in their language.

Nothing of what was sent is in a mail: anybody can name anybody's address, and the desk carries no words to strangers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.locales import best


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and text of a mail."""

    subject: str
    text: str


_TICKET: Mapping[str, str] = {
    "en": "Thank you. We have got your request; its number is {number}.",
    "ru": "Спасибо. Мы получили ваше обращение, его номер {number}.",
}
_PARKED: Mapping[str, str] = {
    "en": "Thank you. We have got your request; one of us will look at it.",
    "ru": "Спасибо. Мы получили ваше обращение, его посмотрит наш сотрудник.",
}
_SUBJECT: Mapping[str, str] = {
    "en": "[#{number}] We have got your request",
    "ru": "[#{number}] Мы получили ваше обращение",
}
_TEXT: Mapping[str, str] = {
    "en": (
        "Hello!\n\nWe have got your request. Its number is {number}.\n\n"
        "If you did not write to us, somebody has mistyped an address: you need not do anything.\n\n{sender}\n"
    ),
    "ru": (
        "Здравствуйте!\n\nМы получили ваше обращение. Его номер {number}.\n\n"
        "Если вы нам не писали, кто-то ошибся в адресе: ничего делать не нужно.\n\n{sender}\n"
    ),
}


def on_page(number: int | None, languages: Sequence[str]) -> str:
    """What the page shows. Without a `number` a person looks first."""
    return best(_PARKED, languages) if number is None else best(_TICKET, languages).format(number=number)


def mail(number: int, languages: Sequence[str], *, sender: str) -> Mail:
    """The mail that says the number. `sender` is the desk's own name."""
    return Mail(
        best(_SUBJECT, languages).format(number=number),
        best(_TEXT, languages).format(number=number, sender=sender),
    )
