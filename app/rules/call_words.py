"""What a ticket and a task of a missed call say, in the language of the line."""

from collections.abc import Mapping, Sequence

from app.rules.locales import best

_MISSED: Mapping[str, str] = {"en": "Missed call from {number}", "ru": "Пропущенный звонок с {number}"}
_CALL: Mapping[str, str] = {"en": "Call from {number}", "ru": "Звонок с {number}"}
_CALLED: Mapping[str, str] = {"en": "Call to {number}", "ru": "Звонок на {number}"}
_BACK: Mapping[str, str] = {"en": "Call back {number}", "ru": "Перезвонить на {number}"}
_CHOSE: Mapping[str, str] = {"en": "Chosen in the menu: {path}", "ru": "Выбрано в меню: {path}"}
_WITHHELD: Mapping[str, str] = {"en": "a withheld number", "ru": "скрытого номера"}


def missed(number: str, language: str) -> str:
    """The subject of the ticket."""
    return best(_MISSED, [language]).format(number=number)


def talked(number: str | None, language: str, *, outbound: bool) -> str:
    """The subject of the ticket of a call that an agent makes one of."""
    shown = number or best(_WITHHELD, [language])
    return best(_CALLED if outbound else _CALL, [language]).format(number=shown)


def body(subject: str, ivr_path: Sequence[str], language: str) -> str:
    """The text of the ticket: what is known of the call."""
    if not ivr_path:
        return subject
    return f"{subject}\n{best(_CHOSE, [language]).format(path=' → '.join(ivr_path))}"


def call_back(number: str, language: str) -> str:
    """The title of the task."""
    return best(_BACK, [language]).format(number=number)
