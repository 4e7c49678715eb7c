"""Agents as clients send and see them: role, languages, skills, capacity, presence."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.schemas.auth import NewPassword, Typed
from app.schemas.base import Email, In, Instant, Language, Line, Out

Role = Literal["agent", "lead", "admin"]
Presence = Literal["online", "away", "busy", "offline"]
Channel = Literal["chat", "ticket", "call"]
CHANNELS: tuple[Channel, ...] = ("chat", "ticket", "call")


def _distinct(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        msg = "must not repeat a value"
        raise ValueError(msg)
    return values


class SkillLevelIn(In):
    """Something an agent is good at, from 1 (learning) to 5 (expert). There is no such skill yet: it is made."""

    name: Line
    level: Annotated[int, Field(ge=1, le=5)]


def _one_level_each(skills: list[SkillLevelIn]) -> list[SkillLevelIn]:
    _distinct([skill.name.casefold() for skill in skills])
    return skills


Languages = Annotated[list[Language], Field(max_length=30), AfterValidator(_distinct)]
Skills = Annotated[list[SkillLevelIn], Field(max_length=100), AfterValidator(_one_level_each)]
Slots = Annotated[int, Field(ge=0, le=1000)]
Weight = Annotated[int, Field(strict=True, ge=1, le=100)]
Tier = Annotated[
    int, Field(strict=True, ge=0, le=9, description="0 is the first line; what was escalated needs a higher one.")
]
WorksBy = Annotated[UUID | None, Field(description="The calendar in whose hours they work; null: at any time.")]
ByShifts = Annotated[bool, Field(strict=True, description="Whether they work in planned shifts only.")]


class CapacityIn(In):
    """How much an agent may hold at once on each channel; what is not named stays (or is the default)."""

    chat: Slots | None = None
    ticket: Slots | None = None
    call: Slots | None = None
    total: Annotated[
        Annotated[int, Field(strict=True, ge=0, le=100_000)] | None,
        Field(description="On all channels, each thing by its channel's weight; null: no such bound."),
    ] = None


class WeightsIn(In):
    """How much of `capacity.total` one thing of a channel takes; what is not named stays (or is 1)."""

    chat: Weight | None = None
    ticket: Weight | None = None
    call: Weight | None = None


class AgentIn(In):
    """A new agent; without a password the answer carries an invitation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "email": "anna@example.com",
                    "name": "Anna",
                    "role": "agent",
                    "languages": ["ru", "en"],
                    "skills": [{"name": "billing", "level": 4}],
                    "tier": 1,
                    "capacity": {"chat": 3, "ticket": 20, "call": 1, "total": 30},
                    "weights": {"chat": 5, "ticket": 1, "call": 10},
                    "by_shifts": False,
                }
            ]
        }
    )

    email: Email
    name: Line
    password: NewPassword | None = None
    role: Role = "agent"
    languages: Languages = []
    skills: Skills = []
    tier: Tier = 0
    capacity: CapacityIn = CapacityIn()
    weights: WeightsIn = WeightsIn()
    calendar_id: WorksBy = None
    by_shifts: ByShifts = False


class AgentPatch(In):
    """Changes of an agent; only the fields that are sent are changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "lead", "capacity": {"chat": 5}}]})

    name: Line | None = None
    role: Role | None = None
    languages: Languages | None = None
    skills: Skills | None = None
    tier: Tier | None = None
    capacity: CapacityIn | None = None
    weights: WeightsIn | None = None
    calendar_id: WorksBy = None
    by_shifts: ByShifts | None = None
    status: Literal["active", "disabled"] | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "AgentPatch":
        for name in self.model_fields_set - {"calendar_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class PasswordIn(In):
    """One's current password and the new one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current": "a long sentence of mine", "new": "another long sentence"}]}
    )

    current: Typed
    new: NewPassword


class PresenceIn(In):
    """Whether work may come, and on which channels: by default on all that one has capacity for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "online", "channels": ["chat", "ticket"]}]})

    status: Presence
    channels: Annotated[list[Channel], Field(min_length=1, max_length=3), AfterValidator(_distinct)] | None = None


class PerChannel(Out):
    """A number per channel."""

    chat: int
    ticket: int
    call: int


class CapacityOut(PerChannel):
    """What one may hold; `total` is null when only the channels are bounded."""

    total: int | None


class LoadOut(PerChannel):
    """What one holds; `total` is all of it, each thing by its channel's weight."""

    total: int


class DutyOut(Out):
    """Whether one is off duty, whatever their presence says, and when that changes as far as it is planned."""

    off: Literal["off_shift", "out_of_office"] | None
    changes_at: Instant | None


class PresenceOut(Out):
    """Stored presence: routing gives work only to who is online, and only on these channels."""

    status: Presence
    channels: list[Channel]
    since: Instant | None


class SkillLevelOut(Out):
    """A skill and its level."""

    id: UUID
    name: str
    level: int


class AgentOut(Out):
    """An agent. `capacity` is what they may hold at once, `load` what they hold (and are offered) now."""

    id: UUID
    email: str
    name: str
    role: Role
    status: Literal["invited", "active", "disabled"]
    languages: list[str]
    skills: list[SkillLevelOut]
    tier: int
    capacity: CapacityOut
    weights: PerChannel
    load: LoadOut
    calendar_id: UUID | None
    by_shifts: bool
    duty: DutyOut
    presence: PresenceOut
    second_factor: bool = Field(description="Whether their password alone is not enough to sign in.")
    avatar_url: str | None = Field(description="Their face, for anybody to see: a path of the desk.")
    version: int
    created_at: Instant
    updated_at: Instant
    invitation_token: str | None = Field(
        default=None, description="Shown once, when an invitation was made: it lasts 7 days and works once."
    )


class AgentPage(Out):
    """A page of agents."""

    items: list[AgentOut]
    next_cursor: str | None
