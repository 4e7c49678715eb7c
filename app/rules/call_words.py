"""What a ticket and a task of a missed call say, in the language of the line."""

from collections.abc import Sequence

from app import locales


def missed(number: str, language: str) -> str:
    """The subject of the ticket."""
    return locales.text("call.missed", language, number=number)


def talked(number: str | None, language: str, *, outbound: bool) -> str:
    """The subject of the ticket of a call that an agent makes one of."""
    shown = number or locales.text("call.withheld", language)
    return locales.text("call.out" if outbound else "call.in", language, number=shown)


def body(subject: str, ivr_path: Sequence[str], language: str) -> str:
    """The text of the ticket: what is known of the call."""
    if not ivr_path:
        return subject
    return f"{subject}\n{locales.text('call.chosen', language, path=' → '.join(ivr_path))}"


def call_back(number: str, language: str) -> str:
    """The title of the task."""
    return locales.text("call.back", language, number=number)
