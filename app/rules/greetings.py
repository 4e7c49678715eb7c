"""How an agent greets a customer: by the name of both and the hour of the day, as far as they are known."""

from app import locales
from app.rules import wording

_MORNING, _DAY, _EVENING, _NIGHT = 5, 12, 18, 23

_PATRONYMICS = ("вич", "ьич", "мич", "кич", "тич", "вна", "ична")


def greet(language: str | None, *, hour: int | None, customer: str | None, agent: str | None) -> str:
    """A greeting in the language of the customer (a tag; None or one that we do not speak: English).

    `hour` (0 to 23) is theirs. Who has no name is greeted without one, and no comma waits for it.
    """
    # At night, and when the hour is not known, what is always right.
    said = locales.text(f"greeting.{part_of_day(hour)}", language)
    hello = f"{said}, {customer}!" if customer else f"{said}!"
    return f"{hello} {locales.text('greeting.introduced', language, name=agent)}" if agent else hello


def part_of_day(hour: int | None) -> str:
    """`morning`, `day`, `evening`; `any` at night and when nobody knows."""
    if hour is None or not _MORNING <= hour < _NIGHT:
        return "any"
    return "morning" if hour < _DAY else "day" if hour < _EVENING else "evening"


def first_name(name: str | None) -> str | None:
    """The name by which somebody is spoken to; None for what is no name: an address, a number, nothing.

    A Russian name in full, in whatever order, has it before the patronymic.
    """
    words = wording.name(name or "").replace(",", " ").split()
    if not words or "@" in (name or "") or not any(each.isalpha() for each in "".join(words)):
        return None
    for place, word in enumerate(words[1:], 1):
        if word.casefold().endswith(_PATRONYMICS):
            return words[place - 1]
    return words[0]
