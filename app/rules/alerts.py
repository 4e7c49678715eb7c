"""What other systems say is wrong: the bodies of Alertmanager and Grafana, and a plain shape for everybody else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Shape = Literal["alertmanager", "grafana", "generic"]
Impact = Literal["none", "minor", "major", "critical"]

MOST = 1000
# So many groups of one body have alarms of their own; more of them are one.
MOST_GROUPS = 20
_MOST_LABELS, _LONGEST, _WHOLE = 64, 500, 5000
_IMPACTS: tuple[Impact, ...] = ("none", "minor", "major", "critical")
# Nobody says that something is wrong before this; it is how some programs write "not yet".
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(9000, 1, 1, tzinfo=UTC)


class UnreadableError(ValueError):
    """The body has not the shape that it should; `pointer` says where."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(detail)
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Told:
    """One alert as it was told. `starts_at` None: it was not said."""

    fingerprint: str
    group: str
    firing: bool
    title: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    starts_at: datetime | None
    ends_at: datetime | None


def read(shape: Shape, body: Any) -> list[Told]:  # noqa: ANN401 - any JSON
    """The alerts of a body, each once: the last word of each beginning counts. Raises `UnreadableError`."""
    if not isinstance(body, dict):
        raise UnreadableError("", "A JSON object is expected")
    several = body.get("alerts", [body] if shape == "generic" else None)
    if not isinstance(several, list):
        raise UnreadableError("alerts", "A list of alerts is expected")
    if len(several) > MOST:
        raise UnreadableError("alerts", f"At most {MOST} alerts at once")
    group = body.get("groupKey" if shape != "generic" else "group")
    found = [_alert(shape, each, f"alerts/{n}", group) for n, each in enumerate(several)]
    each_once = list({(told.fingerprint, told.starts_at): told for told in found}.values())
    if len({told.group for told in each_once}) > MOST_GROUPS:
        return [_in_group(told, "many") for told in each_once]
    return each_once


def impact_of(labels: Mapping[str, str], impacts: Mapping[str, Impact], otherwise: Impact) -> Impact:
    """How bad it is, by the label `severity`."""
    return impacts.get(labels.get("severity", "").lower(), otherwise)


def worst(impacts: list[Impact]) -> Impact:
    """The worst of several."""
    return max(impacts, key=_IMPACTS.index, default="none")


def _in_group(told: Told, group: str) -> Told:
    return Told(
        told.fingerprint, group, told.firing, told.title, told.labels, told.annotations, told.starts_at, told.ends_at
    )


def _alert(shape: Shape, said: Any, where: str, group: Any) -> Told:  # noqa: ANN401 - any JSON
    if not isinstance(said, dict):
        raise UnreadableError(where, "An alert is an object")
    status = said.get("status", "firing")
    if status not in ("firing", "resolved"):
        raise UnreadableError(f"{where}/status", "firing or resolved")
    labels = _texts(said.get("labels"), f"{where}/labels")
    annotations = _texts(said.get("annotations"), f"{where}/annotations")
    generic = shape == "generic"
    if generic and said.get("severity") is not None:
        labels = {**labels, "severity": _text(said["severity"], f"{where}/severity")}
    given = said.get("fingerprint")
    if given is None and not labels and not said.get("title"):
        raise UnreadableError(where, "An alert has a fingerprint, labels or a title")
    own = json.dumps([labels, str(said.get("title", ""))], sort_keys=True)
    fingerprint = (
        hashlib.sha256(own.encode()).hexdigest()[:32] if given is None else _text(given, f"{where}/fingerprint")
    )
    named = said.get("title") if generic else None
    several = (named, annotations.get("summary"), labels.get("alertname"), annotations.get("description"))
    title = next((each for each in several if each and (not isinstance(each, str) or each.strip())), None)
    return Told(
        fingerprint=fingerprint,
        group=fingerprint if group is None else _hash(_text(group, "group", longest=_WHOLE)),
        firing=status == "firing",
        title=_text(title or "Something is wrong", f"{where}/title", longest=_WHOLE).strip()[:_LONGEST],
        labels=labels,
        annotations=annotations,
        starts_at=_instant(said.get("starts_at" if generic else "startsAt"), f"{where}/startsAt"),
        ends_at=_instant(said.get("ends_at" if generic else "endsAt"), f"{where}/endsAt"),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _text(value: Any, where: str, *, longest: int = _LONGEST) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(value, str) or not value or "\x00" in value:
        raise UnreadableError(where, "A text is expected")
    return value[:longest]


def _texts(value: Any, where: str) -> dict[str, str]:  # noqa: ANN401 - any JSON
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > _MOST_LABELS:
        raise UnreadableError(where, f"An object of at most {_MOST_LABELS} texts is expected")
    found = {}
    for name, each in value.items():
        if not isinstance(each, str) or "\x00" in each or "\x00" in name:
            raise UnreadableError(where, "A text is expected")
        found[name[:_LONGEST]] = each[:_LONGEST]
    return found


def _instant(value: Any, where: str) -> datetime | None:  # noqa: ANN401 - any JSON
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(value)
        at = None if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        # Year 1 of an eastern zone is before there are years.
        if isinstance(error, OverflowError):
            return None
        raise UnreadableError(where, "An instant like 2026-11-26T09:30:00Z is expected") from error
    if at is None or at > _LAST:
        raise UnreadableError(where, "An instant like 2026-11-26T09:30:00Z is expected")
    return None if at < _FIRST else at
