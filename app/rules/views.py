"""Saved views: what may be asked, what stands for whoever looks, and how a change of a ticket moves their counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.rules import conditions
from app.rules.conditions import CUSTOM, Condition, Conditions, Problem

# The agent who looks, and their teams: as a value of these fields.
ME, MY_TEAMS = "me", "my_teams"
STANDS: Mapping[str, str] = {"assignee_id": ME, "team_id": MY_TEAMS}
# What a view can ask about, besides `custom_fields.<key>`: what a ticket's own log says.
FIELDS = (conditions.FIELDS - {"organization_id"}) | {"assignee_id", "queue_id", "snoozed_until"}
SORTS = ("-updated_at", "updated_at", "-created_at", "created_at")
# What becomes SQL (`services/view_sql.py`).
OPERATORS = frozenset(
    {
        "is", "is_not", "in", "not_in", "has_any", "has_all", "has_none", "present", "absent", "at_least", "at_most",
        "under",
    }
)  # fmt: skip
COLUMNS = (
    "number", "subject", "status", "priority", "type", "channel", "topic", "language", "tags", "brand", "requester",
    "queue_id", "team_id", "assignee_id", "next_due_at", "snoozed_until", "created_at", "updated_at",
)  # fmt: skip
IDS = frozenset({"team_id", "requester_id", "assignee_id", "queue_id"})
_ONLY_WHETHER = frozenset({"present", "absent"})
# A view, and the agent and team whose count it is ("" where a view's count is one for everybody).
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A view's conditions without what stands for whoever looks.

    `by_agent`: only tickets of that agent; `by_team`: only those of one of their teams.
    """

    conditions: Conditions
    by_agent: bool = False
    by_team: bool = False

    def place(self, view: str, facts: Mapping[str, Any] | None) -> Key | None:
        """Whose count a ticket with these facts is in; None: in nobody's."""
        if facts is None or not self.conditions.hold(facts):
            return None
        agent = facts.get("assignee_id") if self.by_agent else ""
        team = facts.get("team_id") if self.by_team else ""
        return None if agent is None or team is None else (view, agent, team)

    @property
    def fields(self) -> frozenset[str]:
        """The ticket's own fields that a change must touch to matter."""
        asked = {each.field for each in (*self.conditions.all, *self.conditions.any)}
        fields = {"custom_fields" if each.startswith(CUSTOM) else each for each in asked}
        if self.by_agent:
            fields.add("assignee_id")
        if self.by_team:
            fields.add("team_id")
        return frozenset(fields)


def problems(stated: Conditions) -> list[Problem]:
    """What makes these conditions meaningless for a view, or not to be counted."""
    found = conditions.problems(stated, FIELDS)
    for group, several in (("all", stated.all), ("any", stated.any)):
        for place, each in enumerate(several):
            path = (group, place)
            if each.operator not in OPERATORS:
                sentence = f"A view cannot ask with {each.operator}"
                found.append(Problem(path, "operator_does_not_fit", sentence))
            elif each.field == "snoozed_until" and each.operator not in _ONLY_WHETHER:
                found.append(Problem(path, "operator_does_not_fit", "Ask about snoozed_until with present or absent"))
            elif _stands(each) is not None and (group == "any" or each.operator != "is"):
                sentence = f"{each.value} stands in `all`, with `is`"
                found.append(Problem(path, "placeholder_does_not_fit", sentence))
    return found


def _stands(condition: Condition) -> str | None:
    """The placeholder that is this condition's value, or among its values."""
    wanted = STANDS.get(condition.field)
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    return wanted if wanted is not None and wanted in values else None


def of_work(stated: Conditions) -> Conditions:
    """These conditions without merged tickets, which are no work of their own, unless they are asked for by name."""
    for each in (*stated.all, *stated.any):
        values = each.value if isinstance(each.value, list) else [each.value]
        if each.field == "status" and "merged" in values:
            return stated
    return Conditions((*stated.all, Condition("status", "is_not", "merged")), stated.any)


def asked(stated: Conditions) -> Asked:
    """The conditions that are the same for everybody, and what they are counted by."""
    stated = of_work(stated)
    standing = {_stands(each) for each in stated.all}
    rest = tuple(each for each in stated.all if _stands(each) is None)
    return Asked(Conditions(rest, stated.any), by_agent=ME in standing, by_team=MY_TEAMS in standing)


def moved(
    views: Mapping[str, Asked],
    tickets: Iterable[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]],
) -> Counter[Key]:
    """How the counts move when each of these tickets, `(before, after)`, is no more what it was; None: not there."""
    counts: Counter[Key] = Counter()
    for before, after in tickets:
        for name, view in views.items():
            was, now = view.place(name, before), view.place(name, after)
            if was != now:
                if was is not None:
                    counts[was] -= 1
                if now is not None:
                    counts[now] += 1
    return Counter({key: count for key, count in counts.items() if count})


def folded(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """A ticket's fields after these changes (the `set` of its events, in order); None without any."""
    facts: dict[str, Any] = {}
    for each in changes:
        facts.update(each)
    return facts or None
