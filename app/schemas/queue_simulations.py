"""What-if questions about routing: a past period through other queues or other people, and how many agents it takes."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.agents import Languages
from app.schemas.base import In, Instant, Out
from app.schemas.queues import QueueIn, Teams

MOST_ARRIVALS = 200_000
MOST_DAYS = 31
Positive = Annotated[float, Field(strict=True, gt=0, le=10_000_000, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, gt=0, lt=1, allow_inf_nan=False)]


class DraftQueueIn(QueueIn):
    """A queue as it might be; `replaces` is the one whose id it has, so that others can lead to it."""

    replaces: UUID | None = None


class DraftSkillIn(In):
    """A skill that agents of a group have."""

    skill_id: UUID
    level: Annotated[int, Field(strict=True, ge=1, le=5)] = 3


class DraftCapacityIn(In):
    """What each of a group may hold at once; nothing on a channel that is not named."""

    chat: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    ticket: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    total: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None = None


class DraftAgentsIn(In):
    """So many agents who are alike, and when they work."""

    count: Annotated[int, Field(strict=True, ge=1, le=1000)]
    team_ids: Teams = []
    skills: Annotated[list[DraftSkillIn], Field(max_length=100)] = []
    languages: Languages = []
    tier: Annotated[int, Field(strict=True, ge=0, le=9)] = 0
    capacity: DraftCapacityIn = DraftCapacityIn(chat=1)
    calendar_id: Annotated[UUID | None, Field(description="When they work; null: all the time.")] = None


class PerChannelIn(In):
    """Seconds on each channel; null is what was seen (or promised) in the period."""

    chat: Positive | None = None
    ticket: Positive | None = None


class RoutingSimulationIn(In):
    """Who came in a period, through other queues, other people, or both; without drafts the desk as it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "since": "2026-11-16T00:00:00Z",
                    "until": "2026-11-17T00:00:00Z",
                    "staffing": [{"count": 6, "capacity": {"chat": 3, "ticket": 20}}],
                    "target_seconds": {"chat": 60},
                }
            ]
        }
    )

    since: Instant
    until: Instant
    queues: (
        Annotated[
            list[DraftQueueIn],
            Field(max_length=50, description="All queues there would be, in order; null: those there are."),
        ]
        | None
    ) = None
    staffing: (
        Annotated[
            list[DraftAgentsIn],
            Field(max_length=50, description="All agents there would be; null: those there are, when they worked."),
        ]
        | None
    ) = None
    target_seconds: Annotated[
        PerChannelIn, Field(description="The wait that is promised; null: what the SLA policies promise.")
    ] = PerChannelIn()
    handling_seconds: Annotated[
        PerChannelIn,
        Field(description="Mean work, exponential; null: as it was, what was not finished like some that was."),
    ] = PerChannelIn()
    patience_seconds: Annotated[
        Positive | None,
        Field(description="After which who waits in a chat gives up, in the mean; null: as seen in the period."),
    ] = None
    acceptance_seconds: Annotated[
        float, Field(ge=0, le=600, allow_inf_nan=False, description="How long agents take to accept an offer.")
    ] = 3.0
    seed: Annotated[int, Field(strict=True, ge=0, le=2_147_483_647)] = 0


class StaffingTargetIn(In):
    """What is to be kept; all that is named."""

    share: Annotated[Share | None, Field(description="This share is served `within_seconds`.")] = 0.8
    within_seconds: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] = 20.0
    mean_wait_seconds: Positive | None = None
    abandonment: Annotated[Share | None, Field(description="At most this share gives up; needs their patience.")] = None
    occupancy: Annotated[
        Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] | None,
        Field(description="At most this share of the agents' time is in use."),
    ] = None


class StaffingIn(In):
    """How many come in each hour, how much work they are, and what is promised to them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "arrivals_per_hour": [12, 40, 65, 30],
                    "handling_seconds": 540,
                    "concurrency": 3,
                    "patience_seconds": 300,
                    "target": {"share": 0.8, "within_seconds": 60},
                }
            ]
        }
    )

    arrivals_per_hour: Annotated[
        list[Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]], Field(min_length=1, max_length=168)
    ]
    handling_seconds: Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
    concurrency: Annotated[
        int, Field(strict=True, ge=1, le=100, description="How many an agent does at once; counts as so many servers.")
    ] = 1
    patience_seconds: Annotated[
        Positive | None, Field(description="Mean; null: they wait for ever (Erlang C instead of Erlang A).")
    ] = None
    shrinkage: Annotated[
        float, Field(ge=0, lt=0.95, allow_inf_nan=False, description="The share of paid time that is not at work.")
    ] = 0.0
    target: StaffingTargetIn = StaffingTargetIn()


class HourStaffingOut(Out):
    """What one hour takes, and what to expect then."""

    arrivals: float
    agents: int
    scheduled: int
    within: float | None
    mean_wait_seconds: float | None
    abandonment: float
    occupancy: float


class StaffingOut(Out):
    """Agents by the hour, in the order of the arrivals."""

    formula: str
    hours: list[HourStaffingOut]
