"""Incidents as clients send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.rules.component_states import Impact
from app.schemas.base import Body, In, Instant, Key, Language, Line, Out, Reference
from app.schemas.components import MOST_LANGUAGES, Names, Said
from app.schemas.condition_groups import GroupIn
from app.schemas.tickets import Priority

IncidentStatus = Literal["investigating", "identified", "monitoring", "resolved"]
IncidentOrigin = Literal["agent", "monitor", "alert", "insight"]
Visibility = Literal["public", "internal"]
LinkMode = Annotated[
    Literal["off", "automatic", "suggest"],
    Field(description="What becomes of tickets that the rule finds: nothing, they are linked, or suggested."),
]
Texts = Annotated[
    dict[Language, Body],
    Field(min_length=1, max_length=MOST_LANGUAGES, description="By language; who reads none of them gets English."),
]
MOST_COMPONENTS, MOST_PHRASES = 50, 50


class IncidentRuleIn(In):
    """Which tickets it is behind: those that fit `conditions` and, if there are any, contain one of `phrases`."""

    conditions: GroupIn = GroupIn()
    phrases: Annotated[
        list[Line], Field(max_length=MOST_PHRASES, description="In subject or first message, whatever the case.")
    ] = []

    @model_validator(mode="after")
    def _not_everything(self) -> "IncidentRuleIn":
        if not (self.conditions.all or self.conditions.any or self.phrases):
            msg = "a rule without conditions and phrases would take every ticket"
            raise ValueError(msg)
        return self


class IncidentComponentIn(In):
    """A component, and how it is; without `state` as the impact says."""

    component_id: UUID
    state: Said | None = None


Components = Annotated[list[IncidentComponentIn], Field(max_length=MOST_COMPONENTS)]


class IncidentIn(In):
    """A new incident. Its problem is made with it: a ticket of type *problem* that linked tickets are incidents of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "texts": {"en": "Payments fail", "ru": "Оплата не проходит"},
                    "impact": "major",
                    "visibility": "public",
                    "rule": {"phrases": ["payment", "оплат"]},
                    "link_mode": "suggest",
                    "update": {"en": "We are looking into it.", "ru": "Разбираемся."},
                }
            ]
        }
    )

    texts: Names
    status: Literal["investigating", "identified", "monitoring"] = "investigating"
    impact: Impact = "minor"
    components: Components = []
    brand: Key | None = None
    visibility: Visibility = "internal"
    rule: IncidentRuleIn | None = None
    link_mode: LinkMode = "off"
    started_at: Instant | None = Field(default=None, description="When it began: now, or before.")
    update: Texts | None = Field(default=None, description="What is said first; public when the incident is.")
    team_id: UUID | None = Field(default=None, description="Whose the problem is.")
    priority: Priority | None = Field(default=None, description="Of the problem; by the impact without it.")


class IncidentPatch(In):
    """Changes of an incident; only what is sent is changed. Its status moves with updates."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"impact": "critical", "visibility": "public"}]})

    texts: Names | None = None
    impact: Impact | None = None
    components: Components | None = None
    visibility: Visibility | None = None
    rule: IncidentRuleIn | None = None
    link_mode: LinkMode | None = None
    started_at: Instant | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "IncidentPatch":
        for name in self.model_fields_set - {"rule"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class IncidentComponentOut(Out):
    """A component of an incident, and what the incident says of it."""

    component_id: UUID
    key: str
    state: Said


class IncidentOut(Out):
    """An incident."""

    id: UUID
    texts: dict[str, str]
    status: IncidentStatus
    impact: Impact
    components: list[IncidentComponentOut]
    brand: str | None
    visibility: Visibility
    origin: IncidentOrigin
    origin_key: str | None
    problem_id: UUID
    rule: IncidentRuleIn | None
    link_mode: LinkMode
    started_at: Instant
    resolved_at: Instant | None
    created_by: Reference
    version: int
    created_at: Instant
    updated_at: Instant


class IncidentPage(Out):
    """A page of incidents, the latest first."""

    items: list[IncidentOut]
    next_cursor: str | None
