"""What-if questions about SLA policies, and the re-evaluation of open tickets."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant
from app.schemas.calendars import CalendarIn
from app.schemas.sla_policies import SlaPolicyIn

MOST_TICKETS = 200_000


class SlaDraftIn(SlaPolicyIn):
    """A policy as it might be: it takes the place of the one that it replaces, or is tried before all others."""

    replaces: UUID | None = None


class SimulateIn(In):
    """Drafts of policies, or of the calendar that all of them use, over the tickets that were created in a period."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "since": "2026-10-01T00:00:00Z",
                    "until": "2026-11-01T00:00:00Z",
                    "policies": [
                        {
                            "name": "Two hours",
                            "targets": [{"metric": "first_reply", "priority": "normal", "seconds": 7200}],
                        }
                    ],
                }
            ]
        }
    )

    since: Instant
    until: Instant
    policies: Annotated[list[SlaDraftIn], Field(max_length=20)] = []
    calendar: CalendarIn | None = None


class ReevaluateIn(In):
    """Whether to change the tickets, or only to look what would change."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"apply": False}]})

    apply: bool = False
