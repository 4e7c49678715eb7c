"""What routing talks about, in words: agents and teams by name, why somebody cannot take an item, what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.rules.queues import OF_NOBODY
from app.rules.routing import Candidate, Needs
from app.rules.wording import Language, language_name, listed, name, quoted, short

_REASONS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "not_active": "not active any more",
        "may_not_reply": "not allowed to reply",
        "not_online": "not online",
        "channel_off": "not taking {channel}",
        "out_of_office": "out of office",
        "off_shift": "off shift",
        "not_in_team": "in none of its teams",
        "tier_too_low": "below tier {tier}",
        "missing_skill": "without {skill}",
        "skill_too_low": "not good enough at {skill}",
        "no_language": "not speaking {language}",
        "declined": "refused it or handed it on",
        "no_capacity": "full",
        "no_total_capacity": "full over all channels",
    },
    "ru": {
        "not_active": "учётная запись отключена",
        "may_not_reply": "нет права отвечать",
        "not_online": "не на связи",
        "channel_off": "не принимает {channel}",
        "out_of_office": "в отпуске или отсутствует",
        "off_shift": "не на смене",
        "not_in_team": "не в этих командах",
        "tier_too_low": "уровень поддержки ниже {tier}",
        "missing_skill": "нет {skill}",
        "skill_too_low": "недостаточный уровень {skill}",
        "no_language": "не владеет языком ({language})",
        "declined": "уже был отказ или передача",
        "no_capacity": "нет свободного места",
        "no_total_capacity": "нет места с учётом всех каналов",
    },
}
_CHANNELS: Mapping[Language, Mapping[str, str]] = {
    "en": {"chat": "chats", "ticket": "tickets", "call": "calls"},
    "ru": {"chat": "чаты", "ticket": "заявки", "call": "звонки"},
}
_PRESENCE: Mapping[Language, Mapping[str, str]] = {
    "en": {"away": "away", "busy": "busy", "offline": "offline"},
    "ru": {"away": "статус «нет на месте»", "busy": "статус «занят»", "offline": "статус «не в сети»"},
}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; one that has no name any more is shown by the end of its id."""

    agents: Mapping[UUID, str] = field(default_factory=dict)
    teams: Mapping[UUID, str] = field(default_factory=dict)
    skills: Mapping[UUID, str] = field(default_factory=dict)
    queues: Mapping[UUID, str] = field(default_factory=dict)

    def agent(self, agent_id: UUID) -> str:
        """An agent's name, fit for a sentence."""
        return name(self.agents.get(agent_id, "")) or short(agent_id)

    def team(self, team_id: UUID, language: Language) -> str:
        """A team's, in quotation marks."""
        return quoted(name(self.teams.get(team_id, "")) or short(team_id), language)

    def skill(self, skill_id: UUID, language: Language) -> str:
        """A skill's, in quotation marks."""
        return quoted(name(self.skills.get(skill_id, "")) or short(skill_id), language)


def line(queue_id: UUID | None, queue: str | None, team_id: UUID | None, names: Names, language: Language) -> str:
    """Where something waits: `in the queue “VIP”`. `queue` is what the queue was called, None: what it is called."""
    if queue_id is not None:
        shown = quoted(name(queue or names.queues.get(queue_id, "")) or short(queue_id), language)
        return f"in the queue {shown}" if language == "en" else f"в очереди {shown}"
    if team_id is not None and team_id != OF_NOBODY:
        shown = names.team(team_id, language)
        return f"in the queue of the team {shown}" if language == "en" else f"в очереди команды {shown}"
    return "in the desk's own queue" if language == "en" else "в общей очереди"


def of_teams(needs: Needs | None, names: Names, language: Language) -> str:
    """Whose agents: ` of Billing or Support`, with a blank before; empty when nobody's in particular."""
    if needs is None or not needs.team_ids:
        return ""
    teams = [names.team(each, language) for each in needs.team_ids]
    if language == "en":
        return f" of {listed(teams, language)}"
    return f" {'команды' if len(teams) == 1 else 'команд'} {listed(teams, language)}"


def asks(needs: Needs, names: Names, language: Language) -> list[str]:
    """What an item asks of an agent, each in words; empty when anybody will do."""
    said = []
    if needs.team_ids is not None:
        teams = [names.team(each, language) for each in needs.team_ids]
        if not teams:
            said.append("a team, and there is none" if language == "en" else "команда, но ни одной нет")
        elif language == "en":
            said.append(f"somebody of {listed(teams, language, last='or')}")
        else:
            said.append(f"команда {listed(teams, language, last='или')}")
    for skill_id, level in needs.skills:
        shown = names.skill(skill_id, language)
        if language == "en":
            said.append(f"the skill {shown}" + (f" at level {level} or above" if level > 1 else ""))
        else:
            said.append(f"навык {shown}" + (f" не ниже уровня {level}" if level > 1 else ""))
    if needs.language is not None:
        spoken = language_name(needs.language, language)
        said.append(spoken if language == "en" else f"язык: {spoken}")
    if needs.tier:
        said.append(
            f"tier {needs.tier} or above" if language == "en" else f"уровень поддержки не ниже {needs.tier}",
        )
    return said


def why(reason: str, channel: str | None, needs: Needs | None, names: Names, language: Language) -> str:
    """Why somebody could not take such an item, as a label: `off shift`, `without the skill “Refunds”`."""
    known = _REASONS[language].get(reason)
    if known is None:
        return reason.replace("_", " ")
    asked = needs or Needs()
    spoken = ("the language" if language == "en" else "язык обращения") if asked.language is None else asked.language
    return known.format(
        channel=channels(channel, language),
        tier=asked.tier,
        skill=_skill(asked, names, language),
        language=language_name(spoken, language),
    )


def channels(channel: str | None, language: Language) -> str:
    """What comes by a channel: chats, tickets, calls."""
    known = _CHANNELS[language]
    return known.get(channel or "", "this channel" if language == "en" else "этот канал")


def _skill(needs: Needs, names: Names, language: Language) -> str:
    if len(needs.skills) == 1:
        shown = names.skill(needs.skills[0][0], language)
        return f"the skill {shown}" if language == "en" else f"навыка {shown}"
    return "a skill that it asks for" if language == "en" else "нужного навыка"


def detail(reason: str, channel: str, needs: Needs, candidate: Candidate, names: Names, language: Language) -> str:
    """The same for somebody as they are now, with what it is by: `full: 3 of 3`, `“Refunds” at level 2, 3 is asked`."""
    label = why(reason, channel, needs, names, language)
    match reason:
        case "not_online":
            return f"{label}: {_PRESENCE[language].get(candidate.presence, candidate.presence)}"
        case "no_capacity":
            return f"{label}: {held(candidate.load, candidate.capacity, language)}"
        case "no_total_capacity" if candidate.total_capacity is not None:
            return f"{label}: {held(candidate.total_load, candidate.total_capacity, language)}"
        case "missing_skill" | "skill_too_low":
            return _lacking(needs, candidate, names, language) or label
        case "tier_too_low":
            en, ru = "of tier {}, tier {} is asked for", "уровень поддержки {}, нужен {}"
            return (en if language == "en" else ru).format(candidate.tier, needs.tier)
        case _:
            return label


def _lacking(needs: Needs, candidate: Candidate, names: Names, language: Language) -> str | None:
    """The first skill that somebody has not, or not well enough."""
    for skill_id, level in needs.skills:
        has = candidate.skills.get(skill_id)
        if has is not None and has >= level:
            continue
        shown = names.skill(skill_id, language)
        if has is None:
            return f"without the skill {shown}" if language == "en" else f"нет навыка {shown}"
        if language == "en":
            return f"{shown} at level {has}, {level} is asked for"
        return f"навык {shown} на уровне {has}, нужен {level}"
    return None


def held(load: int, capacity: int, language: Language) -> str:
    """How much of how much: `2 of 10`."""
    return f"{load} of {capacity}" if language == "en" else f"{load} из {capacity}"
