"""Records of an import, judged: what fits goes on, what does not is refused with why, and stops nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from app.schemas.import_records import MODELS, MessageRecord, Record, TicketRecord
from app.services.import_staging import Staged
from app.services.import_tickets import judged_late, with_messages

# Errors of one record that are told.
_TOLD = 4


@dataclass(slots=True)
class Judged:
    """Some records in their order; `last` is the place of the last one, also when nothing of it fits."""

    kind: str
    last: int = 0
    read: int = 0
    records: list[tuple[str, Record]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def judged(kind: str, staged: Sequence[Staged], now: datetime) -> Judged:
    """Judge them; pure work, for a thread."""
    found = Judged(kind, last=staged[-1].n, read=len(staged))
    for each in staged:
        record = _one(found, kind, each.place, each.record)
        if isinstance(record, TicketRecord):
            messages = [_one(found, "message", each.place, one) for one in each.messages]
            record = with_messages(record, [one for one in messages if isinstance(one, MessageRecord)])
            late = judged_late(record, now)
            if late is not None:
                found.refused.append((kind, each.place, late))
                continue
        if record is not None:
            found.records.append((each.place, record))
    return found


def _one(found: Judged, kind: str, place: str, value: dict[str, Any]) -> Record | None:
    model = MODELS[kind]
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


def _without(found: Judged, place: str, value: dict[str, Any], problems: Sequence[Any]) -> dict[str, Any] | None:
    """The record without what is wrong and can be spared: single messages of a ticket, numbers that are no phone's,
    addresses of a ticket's requester that are none. None when something else is wrong.
    """
    messages: dict[int, list[Any]] = {}
    spared = dict(value)
    for each in problems:
        match each["loc"]:
            case ("messages", int(index), *_):
                messages.setdefault(index, []).append(each)
            case ("phone", *_):
                spared.pop("phone", None)
                found.notes.append("phone numbers that are none, left out")
            case ("requester", "email" | "phone" as name, *_):
                spared["requester"] = {key: one for key, one in spared["requester"].items() if key != name}
                found.notes.append("addresses of requesters that are none, left out")
            case _:
                return None
    if messages:
        spared["messages"] = [one for index, one in enumerate(value["messages"]) if index not in messages]
        found.refused += [("message", place, _told(wrong)) for wrong in messages.values()]
    return spared


def _told(problems: Sequence[Any]) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in problems[:_TOLD])
