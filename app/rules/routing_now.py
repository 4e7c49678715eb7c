"""Where an item stands now, in words: its queue and place, what it asks for, what changes next, who would get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules import routing_sentences
from app.rules.queues import Queue, standing
from app.rules.routing import Needs
from app.rules.routing_records import Record
from app.rules.routing_words import Names, asks, of_teams
from app.rules.wording import Language, instant, language_name, plural, span

State: TypeAlias = Literal["waiting", "held", "offered", "with_agent", "snoozed", "not_open"]
# Teams may be named twice, so that some moments change nothing: so many of them are looked through.
_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """What will be asked of an agent from `at` on that is not asked now, or not asked any more."""

    at: datetime
    opens: bool = False
    closes: bool = False
    teams: tuple[UUID, ...] = ()
    skills: tuple[UUID, ...] = ()
    language: str | None = None


def next_change(
    queue: Queue, facts: Mapping[str, Any], *, since: datetime, now: datetime, tier: int = 0
) -> Change | None:
    """When an item that waits since `since` asks for something else by itself, and what; None: it does not."""
    found = standing(queue, facts, since=since, now=now, tier=tier)
    for _ in range(_LOOKS):
        at = found.changes_at
        if at is None:
            return None
        later = standing(queue, facts, since=since, now=at, tier=tier)
        change = _difference(found.needs, later.needs, at)
        if change is not None:
            return change
        found = later
    return None


def _difference(before: Needs | None, after: Needs | None, at: datetime) -> Change | None:
    if before is None or after is None:
        return None if before == after else Change(at, opens=before is None, closes=after is None)
    if before == after:
        return None
    asked = dict(after.skills)
    return Change(
        at,
        teams=tuple(each for each in after.team_ids or () if each not in (before.team_ids or ())),
        skills=tuple(skill_id for skill_id, level in before.skills if asked.get(skill_id, 0) < level),
        language=before.language if after.language is None else None,
    )


_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "waiting": "It has waited {waited} {line}, at place {position}.",
        "held": "It has waited {waited} {line}, which is closed now.",
        "offered": "It is offered to {agent} for {left} more.",
        "with_agent": "It is with {agent}.",
        "snoozed": "It is snoozed until {until}.",
        "not_open": "Nobody is looked for: {status}.",
        "asks": "It asks for: {asks}.",
        "anybody": "Anybody of the desk may take it.",
        "opens": "In {wait} ({at}) the queue opens.",
        "closes": "In {wait} ({at}) the queue closes.",
        "teams": "In {wait} ({at}) the help of {teams} begins.",
        "skills": "In {wait} ({at}) it asks no more for {skills}.",
        "language": "In {wait} ({at}) it asks no more for {language}.",
        "after": "{agent} could take it now, but {ahead} ahead of it {go} first.",
        "nobody": "Of {number} agents{of} nobody can take it now: {why}.",
        "only_one": "The only agent{of} cannot take it now: {why}.",
    },
    "ru": {
        "waiting": "Ожидание {line}: {waited}, место {position}.",
        "held": "Ожидание {line}: {waited}. Очередь сейчас закрыта.",
        "offered": "Предложено, ждём ответа ещё {left}: {agent}.",
        "with_agent": "Обращение ведёт {agent}.",
        "snoozed": "Обращение скрыто до {until}.",
        "not_open": "Агента сейчас не ищут: {status}.",
        "asks": "Требуется: {asks}.",
        "anybody": "Взять может любой агент.",
        "opens": "Через {wait} ({at}) очередь откроется.",
        "closes": "Через {wait} ({at}) очередь закроется.",
        "teams": "Через {wait} ({at}) начнётся помощь: {teams}.",
        "skills": "Через {wait} ({at}) больше не потребуется: {skills}.",
        "language": "Через {wait} ({at}) больше не потребуется язык: {language}.",
        "after": "Взять сейчас может {agent}, но впереди {ahead}.",
        "nobody": "Никто из {number} {agents}{of} сейчас взять не может: {why}.",
        "only_one": "Единственный агент{of} сейчас взять не может: {why}.",
    },
}
_STATUSES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "pending": "the ticket waits for the customer",
        "on_hold": "the ticket is on hold",
        "solved": "the ticket is solved",
        "closed": "the ticket is closed",
        "merged": "the ticket is merged",
    },
    "ru": {
        "pending": "ждём клиента",
        "on_hold": "заявка отложена",
        "solved": "заявка решена",
        "closed": "заявка закрыта",
        "merged": "заявка объединена с другой",
    },
}


def state(key: State, language: Language, **values: object) -> str:
    """Where it stands, in a sentence."""
    return _SAID[language][key].format(**values)


def status(of: str, language: Language) -> str:
    """Why nobody is looked for."""
    return state("not_open", language, status=_STATUSES[language].get(of, of))


def asked(needs: Needs, names: Names, language: Language) -> str:
    """What an item asks for, in a sentence."""
    said = asks(needs, names, language)
    words = _SAID[language]
    return words["asks"].format(asks="; ".join(said)) if said else words["anybody"]


def changes(change: Change, names: Names, language: Language, *, now: datetime, at: str = "") -> list[str]:
    """What changes next, in sentences; `at` is when, as those who work by the queue's calendar write it."""
    words = _SAID[language]
    when = {
        "wait": span(max(1.0, (change.at - now).total_seconds()), language),
        "at": at or instant(change.at),
    }
    said = [words[key].format(**when) for key in ("opens", "closes") if getattr(change, key)]
    if change.teams:
        teams = [names.team(each, language) for each in change.teams]
        said.append(words["teams"].format(teams=", ".join(teams), **when))
    if change.skills:
        skills = [names.skill(each, language) for each in change.skills]
        said.append(words["skills"].format(skills=", ".join(skills), **when))
    if change.language is not None:
        said.append(words["language"].format(language=language_name(change.language, language), **when))
    return said


def evaluated(record: Record, names: Names, language: Language, *, now: datetime, ahead: int) -> list[str]:
    """Who would get it, or why nobody can; `ahead` is how many items of its queue go before it."""
    words = _SAID[language]
    if not record.eligible:
        number = record.considered
        if not number:
            return []
        of = of_teams(record.needs, names, language)
        agents = plural(number, "агента", "агентов", "агентов")
        why = routing_sentences.reasons(record, names, language)
        return [words["only_one" if number == 1 else "nobody"].format(number=number, agents=agents, of=of, why=why)]
    best = record.eligible[0]
    if ahead:
        items = (
            f"{ahead} {plural(ahead, 'item', 'items')}"
            if language == "en"
            else f"{ahead} {plural(ahead, 'обращение', 'обращения', 'обращений')}"
        )
        go = plural(ahead, "goes", "go")
        return [words["after"].format(agent=names.agent(best), ahead=items, go=go)]
    summary = routing_sentences.summary(record, best, "next", names, at=now, language=language)
    return [summary, *routing_sentences.could_not(record, names, language, past=False)]
