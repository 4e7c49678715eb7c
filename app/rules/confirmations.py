"""What whoever sent a form is told, on the page and by mail, in their language.

Nothing of what was sent is in a mail: anybody can name anybody's address, and the desk carries no words to strangers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app import locales


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and text of a mail."""

    subject: str
    text: str


def on_page(number: int | None, languages: Sequence[str]) -> str:
    """What the page shows. Without a `number` a person looks first."""
    return (
        locales.text("form.parked", languages)
        if number is None
        else locales.text("form.received", languages, number=number)
    )


def mail(number: int, languages: Sequence[str], *, sender: str) -> Mail:
    """The mail that says the number. `sender` is the desk's own name."""
    return Mail(
        locales.text("form.mail_subject", languages, number=number),
        locales.text("form.mail", languages, number=number, sender=sender),
    )
