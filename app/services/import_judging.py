"""Records of an import, judged: what fits goes on, what does not is refused with why, and stops nothing else."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from app.errors import words_of
from app.rules.fields import Fields, of_old
from app.schemas.import_records import MODELS, MessageRecord, Record, TicketRecord
from app.services.import_staging import Staged
from app.services.import_tickets import judged_late, with_messages

# Errors of one record that are told.
_TOLD = 4
# A NUL as it stands in JSON: Postgres stores none.
_NUL = b"\\u0000"
# Kept as they are written, also when they say nothing.
_WRITTEN = frozenset({"body", "custom_fields"})


class Fit(NamedTuple):
    """A record that fits: its file and line, and a mark by which the same one is known again."""

    place: str
    record: Record
    mark: bytes


@dataclass(slots=True)
class Judged:
    """Some records in their order; `last` is the place of the last one, also when nothing of it fits."""

    kind: str
    last: int = 0
    read: int = 0
    records: list[Fit] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Measure:
    """What records are held against besides their shape: when it is, and how the desk has defined its custom fields.

    `brand` is that of tickets whose own is not here; `about` is what else changes what becomes of a record.
    """

    now: datetime
    fields: Fields = field(default_factory=dict)
    strict: frozenset[str] = frozenset()
    brands: Sequence[str] = ()
    about: bytes = b""

    def settled(self, record: TicketRecord) -> tuple[TicketRecord, str | None]:
        """A ticket with its custom fields as they are stored, and why it is refused (None: it is not)."""
        late = judged_late(record, self.now)
        if late is not None or not record.custom_fields or not (self.fields or self.strict):
            return record, late
        brand = record.brand if record.brand in self.brands else next(iter(self.brands), None)
        values, problems = of_old(self.fields, record.custom_fields, strict=brand in self.strict)
        told = "; ".join(f"{'.'.join(map(str, each.path))}: {each.sentence}" for each in problems[:_TOLD])
        return record.model_copy(update={"custom_fields": values}), told or None


def judged(kind: str, staged: Sequence[Staged], measure: Measure) -> Judged:
    """Judge them; pure work, for a thread."""
    found = Judged(kind, last=staged[-1].n, read=len(staged))
    for each in staged:
        told = len(found.refused) + len(found.notes)
        record = _one(found, kind, each.place, each.record)
        if isinstance(record, TicketRecord):
            messages = [_one(found, "message", each.place, one) for one in each.messages]
            record = with_messages(record, [one for one in messages if isinstance(one, MessageRecord)])
            record, wrong = measure.settled(record)
            if wrong is not None:
                found.refused.append((kind, each.place, wrong))
                continue
        if record is not None:
            mark = hashlib.blake2b(each.record, digest_size=16, key=measure.about)
            for one in each.messages:
                mark.update(one)
            # Some of it was refused: it is another one when that is taken some day.
            if len(found.refused) + len(found.notes) > told:
                mark.update(b"spared")
            found.records.append(Fit(each.place, record, mark.digest()))
    return found


def _one(found: Judged, kind: str, place: str, packed: bytes) -> Record | None:
    model = MODELS[kind]
    if _NUL not in packed:
        # Nearly all of them are right as they are.
        try:
            return model.model_validate_json(packed)
        except ValidationError:
            pass
    value = _tidied(orjson.loads(packed))
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    spared = _without(found, place, value, problems)
    if spared is not None:
        try:
            return model.model_validate(spared)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
    found.refused.append((kind, place, _told(problems)))
    return None


def _tidied(value: Any, *, blank: bool = True) -> Any:  # noqa: ANN401 - any JSON
    """Without NUL, and what says nothing is nothing (not `blank`: it stays what it is)."""
    if isinstance(value, dict):
        return {
            key.replace("\x00", ""): _tidied(each, blank=blank and key not in _WRITTEN) for key, each in value.items()
        }
    if isinstance(value, list):
        return [_tidied(each, blank=blank) for each in value]
    if isinstance(value, str):
        value = value.replace("\x00", "")
        return value if value.strip() or not blank else None
    return value


def _without(found: Judged, place: str, value: dict[str, Any], problems: Sequence[Any]) -> dict[str, Any] | None:
    """The record without what is wrong and can be spared: single messages of a ticket, numbers that are no phone's,
    addresses of a ticket's requester that are none. None when something else is wrong.
    """
    messages: dict[int, list[Any]] = {}
    spared = dict(value)
    notes = []
    for each in problems:
        match each["loc"]:
            case ("messages", int(index), *_):
                messages.setdefault(index, []).append(each)
            case ("phone", *_):
                spared.pop("phone", None)
                notes.append("phone numbers that are none, left out")
            case ("requester", "email" | "phone" as name, *_):
                spared["requester"] = {key: one for key, one in spared["requester"].items() if key != name}
                notes.append("addresses of requesters that are none, left out")
            case _:
                return None
    if messages:
        spared["messages"] = [one for index, one in enumerate(value["messages"]) if index not in messages]
        found.refused += [("message", place, _told(wrong)) for wrong in messages.values()]
    found.notes += notes
    return spared


def _told(problems: Sequence[Any]) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {words_of(each)}" for each in problems[:_TOLD])
