"""Why something waits that should not: nobody is there, nobody can, everybody has refused; as codes and in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.rules.agent_states import State
from app.rules.routing import COOL_DOWN, ROUND_PAUSE, Candidate, Needs, Refusal, unsuited
from app.rules.routing_words import Names, channels
from app.rules.wording import Language, language_name, span

_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "no_teams": "The queue has no teams now: nobody will get it.",
        "no_agents": "There is no active agent in these teams.",
        "skill_nobody_has": "Nobody in these teams has the skill {skill} at level {level} or above.",
        "language_nobody_speaks": "Nobody in these teams speaks {spoken}.",
        "tier_nobody_has": "Nobody in these teams is of tier {tier} or above.",
        "nobody_has_all": "Nobody in these teams has all that is asked for at the same time.",
        "nobody_on_duty": "Nobody in these teams is on duty now.",
        "nobody_online": "Nobody in these teams is online.",
        "channel_nobody_takes": "Nobody in these teams takes {channel} now.",
        "nobody_fit_there": "Nobody who has all that is asked for is there now.",
        "everybody_full": "Everybody who could take it is full.",
        "full_or_declined": "Everybody who could take it is full, or has refused it or handed it on a short while ago.",
        "all_declined": "Everybody who could take it has refused it or handed it on; they are asked again in {again}.",
        "all_declined_for_good": "Everybody who is there has said that it is not theirs to do.",
        "stuck": "Something waits although {agent} is free and could take it.",
    },
    "ru": {
        "no_teams": "Сейчас у очереди нет команд: обращение никому не достанется.",
        "no_agents": "В этих командах нет ни одного действующего агента.",
        "skill_nobody_has": "Ни у кого в этих командах нет навыка {skill} на уровне {level} или выше.",
        "language_nobody_speaks": "Никто в этих командах не владеет языком: {spoken}.",
        "tier_nobody_has": "Ни у кого в этих командах нет уровня поддержки {tier} или выше.",
        "nobody_has_all": "Ни у кого в этих командах нет всего, что требуется, одновременно.",
        "nobody_on_duty": "Сейчас никто из этих команд не на смене.",
        "nobody_online": "Сейчас никто из этих команд не на связи.",
        "channel_nobody_takes": "Сейчас никто из этих команд не принимает {channel}.",
        "nobody_fit_there": "Сейчас на месте нет никого, у кого есть всё, что требуется.",
        "everybody_full": "У всех, кто мог бы взять, нет свободного места.",
        "full_or_declined": "У тех, кто мог бы взять, нет свободного места или недавно был отказ либо передача.",
        "all_declined": "Все, кто мог бы взять, отказались или передали дальше; следующая попытка через {again}.",
        "all_declined_for_good": "Все, кто на месте, отметили «не мой вопрос».",
        "stuck": "Обращение ждёт, хотя есть свободный агент: {agent}.",
    },
}


TROUBLES = tuple(_SAID["en"])


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: a stable code, and in words."""

    code: str
    detail: str


def trouble(key: str, language: Language, **values: object) -> Trouble:
    """One of the troubles that this module knows, in words."""
    return Trouble(key, _SAID[language][key].format(**values))


def standing_in_the_way(
    needs: Needs, channel: str, there: Collection[Candidate], names: Names, language: Language
) -> list[Trouble]:
    """What keeps such items from everybody, whatever anybody holds: nobody can, or nobody of those who can is there.

    `there` are active agents of the desk; those of other teams do not count.
    """
    if needs.team_ids is not None and not needs.team_ids:
        return [trouble("no_teams", language)]
    in_teams = [each for each in there if needs.team_ids is None or not each.team_ids.isdisjoint(needs.team_ids)]
    if not in_teams:
        return [trouble("no_agents", language)]
    lacking = _lacking(needs, in_teams, names, language)
    at_work = _at_work(channel, in_teams, language)
    if lacking or at_work:
        return [*lacking, *at_work]
    for each in in_teams:
        if unsuited(needs, each) is None and is_there(each, channel):
            return []
    return [trouble("nobody_fit_there", language)]


def is_there(candidate: Candidate, channel: str) -> bool:
    """Whether somebody works on this channel now."""
    online = candidate.presence == "online" and channel in candidate.channels
    return candidate.active and candidate.off is None and online


def _lacking(needs: Needs, there: Sequence[Candidate], names: Names, language: Language) -> list[Trouble]:
    found = [
        trouble("skill_nobody_has", language, skill=names.skill(skill_id, language), level=level)
        for skill_id, level in needs.skills
        if not any(each.skills.get(skill_id, 0) >= level for each in there)
    ]
    if needs.language is not None and not any(needs.language in each.languages for each in there):
        spoken = language_name(needs.language, language)
        found.append(trouble("language_nobody_speaks", language, spoken=spoken))
    if not any(each.tier >= needs.tier for each in there):
        found.append(trouble("tier_nobody_has", language, tier=needs.tier))
    anywhere = replace(needs, team_ids=None)
    if not found and all(unsuited(anywhere, each) is not None for each in there):
        found.append(trouble("nobody_has_all", language))
    return found


def nobody_at_work(by_state: Mapping[State, int], language: Language) -> list[Trouble]:
    """Whether, of the active agents of a queue's teams, counted by state, nobody is on duty or nobody is online."""
    off = by_state.get("off_shift", 0) + by_state.get("out_of_office", 0)
    if off == sum(by_state.values()):
        return [trouble("nobody_on_duty", language)]
    if not any(by_state.get(each) for each in ("available", "full", "wrapping_up")):
        return [trouble("nobody_online", language)]
    return []


def _at_work(channel: str, there: Iterable[Candidate], language: Language) -> list[Trouble]:
    on_duty = [each for each in there if each.off is None]
    if not on_duty:
        return [trouble("nobody_on_duty", language)]
    online = [each for each in on_duty if each.presence == "online"]
    if not online:
        return [trouble("nobody_online", language)]
    if not any(channel in each.channels for each in online):
        return [trouble("channel_nobody_takes", language, channel=channels(channel, language))]
    return []


def refused_or_full(
    excluded: Iterable[tuple[UUID, str]],
    refusals: Iterable[Refusal],
    *,
    for_good: Collection[UUID],
    now: datetime,
    language: Language,
) -> list[Trouble]:
    """What keeps an item from those who are there and could take such: they hold all that they can, or have refused.

    `excluded` is the whole decision's; `for_good` have said that it is not theirs.
    """
    full = [agent_id for agent_id, why in excluded if why in {"no_capacity", "no_total_capacity"}]
    declined = {agent_id for agent_id, why in excluded if why == "declined"}
    if not declined:
        return [trouble("everybody_full", language)] if full else []
    if full:
        return [trouble("full_or_declined", language)]
    latest = {each.agent_id: each.at for each in sorted(refusals, key=lambda each: each.at)}
    again = [latest[each] + ROUND_PAUSE for each in declined if each in latest and each not in for_good]
    if not again:
        return [trouble("all_declined_for_good", language)]
    seconds = max(1.0, min((min(again) - now).total_seconds(), COOL_DOWN.total_seconds()))
    return [trouble("all_declined", language, again=span(round(seconds), language))]
