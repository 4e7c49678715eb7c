"""A decision of routing in words, in English and Russian: who got an item, out of how many, and what decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.rules.routing import COMPARED
from app.rules.routing_records import Record
from app.rules.routing_words import Names, asks, held, line, of_teams, why
from app.rules.wording import Language, listed, plural, span

# How it went to the agent: given to them, offered, given without asking, or (of now) about to be.
How: TypeAlias = Literal["assigned", "offered", "accepted", "next"]

_HEADS: Mapping[Language, Mapping[How, str]] = {
    "en": {
        "assigned": "{agent} got it",
        "offered": "It was offered to {agent}",
        "accepted": "{agent} got the chat at once",
        "next": "{agent} gets it within moments",
    },
    "ru": {
        "assigned": "Получает {agent}",
        "offered": "Предложение получает {agent}",
        "accepted": "Чат сразу получает {agent}",
        "next": "В ближайшие мгновения получает {agent}",
    },
}
# What decided. `{first}` and `{second}` come with what they were compared by.
_DECIDED: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "last_agent": "{agent} {had} served this customer last",
        "most_spare": "{first} {had} the most room, ahead of {second}",
        "least_loaded": "{first} {was} the least loaded, ahead of {second}",
        "longest_idle": "{first} {had} been without new work the longest, ahead of {second}",
        "tie:most_spare": "{first} and {second} {were} even in room, {agent} {had} had no assignment for longer",
        "tie:least_loaded": "{first} and {second} {were} equally loaded, {agent} {had} had no assignment for longer",
        "id": "{agent} and {other} {were} even in everything, and the order of their ids decided",
    },
    "ru": {
        "last_agent": "с этим клиентом в прошлый раз работал агент {agent}",
        "most_spare": "больше всего свободного места: {first}, далее {second}",
        "least_loaded": "наименьшая загрузка: {first}, далее {second}",
        "longest_idle": "дольше всех без новой работы: {first}, далее {second}",
        "tie:most_spare": "свободного места поровну: {first} и {second}; дольше без назначений — {agent}",
        "tie:least_loaded": "загрузка одинакова: {first} и {second}; дольше без назначений — {agent}",
        "id": "{agent} и {other} во всём равны; решил порядок идентификаторов",
    },
}
_BOTH = 2
_TENSES = {
    "past": {"was": "was", "were": "were", "had": "had"},
    "present": {"was": "is", "were": "are", "had": "has"},
}


def summary(record: Record, agent_id: UUID, how: How, names: Names, *, at: datetime, language: Language) -> str:
    """Who got it and why, in one sentence; `at` is when it was decided."""
    head = _HEADS[language][how].format(agent=names.agent(agent_id))
    tail = _tail(record, agent_id, names, at, language, past=how != "next")
    return f"{head}: {tail}." if tail else f"{head}."


def _tail(record: Record, agent_id: UUID, names: Names, at: datetime, language: Language, *, past: bool) -> str:
    if record.considered <= 1:
        return _alone(record, names, language, past=past)
    if record.eligible_count == 1:
        return _nobody_else(record, names, language, past=past)
    counted = _counted(record, names, language, past=past)
    if record.passed_over:
        return f"{counted}; {_passed_over(record, agent_id, names, language)}"
    decided = _decided(record, agent_id, names, at, language, past=past)
    return f"{counted}; {decided}" if decided else counted


def _alone(record: Record, names: Names, language: Language, *, past: bool) -> str:
    if not record.considered:
        return ""
    of = of_teams(record.needs, names, language)
    if not of:
        # Somebody named them, or there is nobody else on the desk.
        return "nobody else was considered" if language == "en" else "другие агенты не рассматривались"
    if language == "en":
        return f"there {'was' if past else 'is'} nobody else to choose from among the agents{of}"
    return f"среди агентов{of} выбирать {'было ' if past else ''}не из кого"


def _nobody_else(record: Record, names: Names, language: Language, *, past: bool) -> str:
    number, of = record.considered, of_teams(record.needs, names, language)
    if language == "en":
        return f"of {number} agents{of} nobody else {'could' if past else 'can'} take it"
    agents = plural(number, "агента", "агентов", "агентов")
    return f"больше никто из {number} {agents}{of} взять не {'мог' if past else 'может'}"


def _counted(record: Record, names: Names, language: Language, *, past: bool) -> str:
    number, able, of = record.considered, record.eligible_count, of_teams(record.needs, names, language)
    every = able == number
    if language == "en":
        who = f"of {number} agents{of} {able}"
        if every:
            who = f"{'both' if number == _BOTH else f'all {number}'} agents{of}"
        return f"{who} {'could' if past else 'can'} take it"
    one, many = ("мог", "могли") if past else ("может", "могут")
    if every:
        all_of = "оба" if number == _BOTH else f"все {number}"
        return f"взять {many} {all_of} {plural(number, 'агент', 'агента', 'агентов')}{of}"
    agents = plural(number, "агента", "агентов", "агентов")
    return f"взять {plural(able, one, many, many)} {able} из {number} {agents}{of}"


def _passed_over(record: Record, agent_id: UUID, names: Names, language: Language) -> str:
    before, agent = record.passed_over, names.agent(agent_id)
    if language == "en":
        those = "the one who came first was" if before == 1 else f"the {before} who came first were"
        return f"{those} being given other work at that moment, and {agent} was next"
    those = "тот, кто был впереди, получал" if before == 1 else f"те, кто был впереди ({before}), получали"
    return f"{those} в этот момент другую работу, а следующий по порядку агент — {agent}"


def _decided(record: Record, agent_id: UUID, names: Names, at: datetime, language: Language, *, past: bool) -> str:
    decided_by = record.decided_by
    if decided_by == "longest_idle" and record.policy != "longest_idle":
        # The queue does not choose by it: it broke a tie.
        decided_by = f"tie:{record.policy or 'least_loaded'}"
    template = _DECIDED[language].get(decided_by)
    others = [each for each in record.eligible if each != agent_id]
    if template is None or (not others and decided_by != "last_agent"):
        return ""
    policy = record.policy or record.decided_by
    other = others[0] if others else agent_id
    return template.format(
        agent=names.agent(agent_id),
        other=names.agent(other),
        first=_compared(record, agent_id, policy, names, at, language),
        second=_compared(record, other, policy, names, at, language),
        **_TENSES["past" if past else "present"],
    )


def _compared(record: Record, agent_id: UUID, policy: str, names: Names, at: datetime, language: Language) -> str:
    """An agent with what they were compared by, where that is known: `Anna (2 of 10)`."""
    agent, load = names.agent(agent_id), record.loads.get(agent_id)
    if load is None:
        return agent
    if policy == "longest_idle":
        if load.idle_since is None:
            return agent + (" (never had any)" if language == "en" else " (ещё не было)")
        return f"{agent} ({span(max(0.0, (at - load.idle_since).total_seconds()), language)})"
    if policy == "most_spare":
        free = held(load.capacity - load.load, load.capacity, language)
        return f"{agent} ({free} free)" if language == "en" else f"{agent} ({free})"
    return f"{agent} ({held(load.load, load.capacity, language)})"


def sentences(record: Record, agent_id: UUID, names: Names, *, at: datetime, language: Language) -> list[str]:
    """What stands behind the summary: where it had waited, what it asked for, who could not take it, who was next."""
    return [
        *_waited(record, names, language),
        *_asked(record, names, language),
        *could_not(record, names, language),
        *_following(record, agent_id, names, at, language),
    ]


def _waited(record: Record, names: Names, language: Language) -> list[str]:
    if record.waited is None:
        return []
    queue_id, queue = record.queue or (None, None)
    teams = record.needs.team_ids if record.needs is not None else None
    if record.queue is None and teams is None and record.considered <= 1:
        # Handed to somebody by name: where it stood before is another event's to say.
        return []
    where = line(queue_id, queue, teams[0] if teams else None, names, language)
    if record.waited < 1:
        return [f"It did not have to wait {where}." if language == "en" else f"Ждать {where} не пришлось."]
    waited = span(record.waited, language)
    if language == "en":
        return [f"It had waited {waited} since it first came, in the end {where}."]
    return [f"Ожидание с самого начала: {waited}, под конец {where}."]


def _asked(record: Record, names: Names, language: Language) -> list[str]:
    said = [] if record.needs is None else asks(record.needs, names, language)
    if not said:
        return []
    return [("It asked for: " if language == "en" else "Требовалось: ") + "; ".join(said) + "."]


def could_not(record: Record, names: Names, language: Language, *, past: bool = True) -> list[str]:
    """How many could not take it, and why; nothing when everybody could."""
    number = record.excluded_count
    if not number:
        return []
    if language == "en":
        head = f"{number} {plural(number, 'agent', 'agents')} {'could not' if past else 'cannot'} take it"
    else:
        one, many = ("мог", "могли") if past else ("может", "могут")
        agents = plural(number, "агент", "агента", "агентов")
        head = f"Не {plural(number, one, many, many)} взять {number} {agents}"
    because = reasons(record, names, language)
    return [f"{head}: {because}." if because else f"{head}."]


def reasons(record: Record, names: Names, language: Language) -> str:
    """Why those who could not take it could not, the most frequent reason first: `4 off shift, 2 full`."""
    counted = sorted(record.reasons.items(), key=lambda each: (-each[1], each[0]))
    labels = [(why(each, record.channel, record.needs, names, language), count) for each, count in counted]
    if record.excluded_count == 1 and labels:
        return labels[0][0]
    return ", ".join(f"{count} {label}" if language == "en" else f"{label} — {count}" for label, count in labels)


def _following(record: Record, agent_id: UUID, names: Names, at: datetime, language: Language) -> list[str]:
    others = [each for each in record.eligible if each != agent_id]
    if not others or record.passed_over:
        return []
    policy = record.policy or record.decided_by
    shown = [_compared(record, each, policy, names, at, language) for each in others[:COMPARED]]
    # All of them are counted, whether or not they are named.
    said = listed(shown, language, more=max(0, record.eligible_count - 1 - len(shown)))
    return [f"Next in order: {said}." if language == "en" else f"Следующие по порядку: {said}."]
