"""What a version of a calendar says, as it is stored: looked over, its holidays made dates, and compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from app.errors import Invalid
from app.rules.calendars import problems
from app.services import public_holidays
from app.services.sla_worlds import WEEK, rule_calendar

Path = tuple[str | int, ...]

# What makes a new version when it changes; the name does not.
PARTS: Final = ("zone", "weekly", "exceptions", "holidays")
MOST_ERRORS = 50


def parts_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a definition in a body (as JSON)."""
    return {name: sent[name] for name in PARTS if name in sent}


def define(parts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The definition to store: exceptions in order, and the holidays as dates of the years around `now`.

    Raises `Invalid`; its errors point into `parts`.
    """
    found = [_refusal(*each) for each in _wrong(parts)]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found[:MOST_ERRORS])
    return {
        **{name: parts[name] for name in PARTS},
        "exceptions": sorted(parts["exceptions"], key=lambda each: str(each["date"])),
        "holiday_dates": public_holidays.expand(parts["holidays"], now.year),
    }


def names(definition: Mapping[str, Any]) -> dict[date, str]:
    """The names of its exceptions."""
    return {date.fromisoformat(each["date"]): each["name"] for each in definition["exceptions"]}


def _wrong(parts: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    yield from _twice(parts["exceptions"])
    places = {each["date"]: place for place, each in enumerate(parts["exceptions"])}
    for problem in problems(rule_calendar({**parts, "holiday_dates": {}})):
        yield _in_body(problem.path, places), problem.code, problem.sentence
    for path, code, sentence in public_holidays.wrong(parts["holidays"]):
        yield ("holidays", *path), code, sentence


def _twice(exceptions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Path, str, str]]:
    seen: set[str] = set()
    for place, each in enumerate(exceptions):
        if each["date"] in seen:
            yield ("exceptions", place, "date"), "duplicate_date", "Another exception is for this date"
        seen.add(each["date"])


def _in_body(path: Sequence[str | int], places: Mapping[Any, int]) -> Path:
    """Where the body has what the rules found: they count weekdays, and know exceptions by date."""
    match path:
        case ("weekly", int(day), *rest):
            return ("weekly", WEEK[day], *rest)
        case ("exceptions", when, *rest):
            return ("exceptions", places[when], "hours", *rest)
        case _:
            return tuple(path)


def _refusal(path: Path, code: str, detail: str) -> dict[str, str]:
    return {"pointer": "/" + "/".join(map(str, path)), "detail": detail, "code": code}
