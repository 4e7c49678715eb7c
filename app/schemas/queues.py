"""Queues as clients send and see them: for what, who serves it, what it asks of them, and what happens when closed."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.rules.queues import Languages, WhenClosed
from app.rules.routing import Policy
from app.schemas.base import In, Instant, Line, Out, Paragraph
from app.schemas.conditions import ConditionsIn
from app.schemas.sla_policies import Position

MAX_TEAMS, MAX_STAGES, MAX_SKILLS, MAX_LANGUAGES = 20, 5, 20, 50
DAY = 86_400


def _each_once(team_ids: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(team_ids))


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    wrong = next((tag for tag in texts if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)), None)
    if wrong is not None:
        msg = f"must be by language tag, like en or pt-BR, and not {wrong[:40]!r}"
        raise ValueError(msg)
    return texts


Teams = Annotated[list[UUID], Field(max_length=MAX_TEAMS), AfterValidator(_each_once)]
Seconds = Annotated[int, Field(strict=True, ge=0, le=DAY)]
Texts = Annotated[
    dict[str, Paragraph],
    Field(
        max_length=MAX_LANGUAGES,
        description=(
            "By language tag. In braces: {customer}, {team}, {reason}, {opens_at}, {queue}. Where there is no text in a"
            " customer's language there is a built-in one, in English or Russian."
        ),
        json_schema_extra={"examples": [{"en": "We are closed. We open again at {opens_at}."}]},
    ),
    AfterValidator(_by_language),
]
OfferSeconds = Annotated[
    int | None, Field(strict=True, ge=5, le=600, description="How long an offer rings; null: as long as the desk's do.")
]
WrapUpSeconds = Annotated[
    int, Field(strict=True, ge=0, le=3600, description="How long a chat that has ended still holds its agent's place.")
]


class OverflowIn(In):
    """Teams that help once something has waited so long."""

    after_seconds: Annotated[int, Field(strict=True, ge=1, le=DAY)]
    team_ids: Annotated[Teams, Field(min_length=1)]


class SkillRuleIn(In):
    """A skill that this queue asks for, when its conditions hold."""

    skill_id: UUID
    level: Annotated[int, Field(strict=True, ge=1, le=5, description="At this level or above.")] = 1
    required: Annotated[bool, Field(strict=True)] = True
    drop_after_seconds: Annotated[
        Annotated[int, Field(strict=True, ge=0, le=DAY)] | None,
        Field(description="A skill that is not required is asked for this long; null for one that is."),
    ] = None
    drop_order: Annotated[
        int, Field(strict=True, ge=0, le=1000, description="What has a lower one is dropped first.")
    ] = 0
    conditions: ConditionsIn = ConditionsIn()


class WhenClosedIn(In):
    """What happens to what comes while the queue's calendar is closed."""

    do: Annotated[
        WhenClosed,
        Field(
            description=(
                "`wait`: until it opens. `message`: a chat ends with the text, its ticket waits. `callback`: the same,"
                " and the text asks how to reach the customer. `queue`: another queue has it."
            )
        ),
    ] = "wait"
    queue_id: Annotated[UUID | None, Field(description="For `queue`, and only then.")] = None
    text: Texts = {}


Overflow = Annotated[list[OverflowIn], Field(max_length=MAX_STAGES)]
Skills = Annotated[list[SkillRuleIn], Field(max_length=MAX_SKILLS)]
_EXAMPLE: dict[str, Any] = {
    "name": "English chats",
    "conditions": {
        "all": [
            {"field": "channel", "operator": "is", "value": "chat"},
            {"field": "language", "operator": "in", "value": ["en", "en-GB"]},
        ],
        "any": [],
    },
    "languages": "required",
    "offer_seconds": 20,
    "when_closed": {"do": "message", "text": {"en": "We are closed. We open again at {opens_at}."}},
}
_SERVED: dict[str, Any] = {
    **_EXAMPLE,
    "position": 1,
    "team_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"],
    "overflow": [{"after_seconds": 120, "team_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a11"]}],
    "skills": [
        {
            "skill_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a12",
            "level": 3,
            "required": False,
            "drop_after_seconds": 60,
        }
    ],
}


class QueueIn(In):
    """A new queue. What comes belongs to the first one, in their order, whose conditions hold."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE, _SERVED]})

    name: Line
    enabled: bool = True
    position: Position | None = None
    calendar_id: Annotated[UUID | None, Field(description="When it is worked at; null: at any time.")] = None
    conditions: ConditionsIn = ConditionsIn()
    team_ids: Annotated[Teams, Field(description="Who serves it.")] = []
    overflow: Annotated[Overflow, Field(description="Who helps later; each stage begins after the one before.")] = []
    skills: Skills = []
    languages: Annotated[
        Languages,
        Field(description="Whether agents must speak the customer's language. `preferred`: for some time."),
    ] = "preferred"
    language_drop_after_seconds: Annotated[Seconds, Field(description="How long a preferred language counts.")] = 120
    selection: Annotated[Policy, Field(description="Which of the agents who can take it.")] = "least_loaded"
    prefer_last_agent: Annotated[bool, Field(description="Who served this customer last comes first.")] = False
    auto_accept: Annotated[bool, Field(description="Chats begin without being accepted.")] = False
    offer_seconds: OfferSeconds = None
    wrap_up_seconds: WrapUpSeconds = 0
    when_closed: WhenClosedIn = WhenClosedIn()
    handover_text: Annotated[Texts, Field(description="What a customer is told when a chat is handed to it.")] = {}


class QueuePatch(In):
    """Changes of a queue; only what is sent is changed. Lists and objects are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": 1, "selection": "longest_idle"}]})

    name: Line | None = None
    enabled: bool | None = None
    position: Position | None = None
    calendar_id: UUID | None = None
    conditions: ConditionsIn | None = None
    team_ids: Teams | None = None
    overflow: Overflow | None = None
    skills: Skills | None = None
    languages: Languages | None = None
    language_drop_after_seconds: Seconds | None = None
    selection: Policy | None = None
    prefer_last_agent: bool | None = None
    auto_accept: bool | None = None
    offer_seconds: OfferSeconds = None
    wrap_up_seconds: WrapUpSeconds | None = None
    when_closed: WhenClosedIn | None = None
    handover_text: Texts | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "QueuePatch":
        for name in self.model_fields_set - {"calendar_id", "offer_seconds"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class QueueWarning(Out):
    """What will never be served, as the desk's people are now."""

    code: Literal["no_teams", "no_agents", "skill_nobody_has"]
    detail: str


class QueueOut(Out):
    """A queue, with what is wrong with it for now."""

    id: UUID
    name: str
    enabled: bool
    position: int | None = Field(description="1 is tried first; null when it is archived.")
    calendar_id: UUID | None
    conditions: ConditionsIn
    team_ids: list[UUID]
    overflow: list[OverflowIn]
    skills: list[SkillRuleIn]
    languages: Languages
    language_drop_after_seconds: int
    selection: Policy
    prefer_last_agent: bool
    auto_accept: bool
    offer_seconds: int | None
    wrap_up_seconds: int
    when_closed: WhenClosedIn
    handover_text: dict[str, str]
    warnings: list[QueueWarning]
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class QueuePage(Out):
    """A page of queues, in the order in which they are tried."""

    items: list[QueueOut]
    next_cursor: str | None
