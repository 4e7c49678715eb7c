"""What has become of a call: folded from what an exchange says, in whatever order and however often it says it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

CallEvent: TypeAlias = Literal["ringing", "answered", "ended", "missed", "updated"]
CallState: TypeAlias = Literal["ringing", "answered", "ended", "missed"]


@dataclass(frozen=True, slots=True)
class Call:
    """A call as far as it is known. `rung` are the agents at whom it has rung; `missed`: the exchange has said so.

    `closed_at`: somebody here has said that it is over, and `closed_by` is who.
    """

    rung: tuple[UUID, ...] = ()
    agent_id: UUID | None = None
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    missed: bool = False
    duration_seconds: int | None = None
    recording_url: str | None = None
    ivr_path: tuple[str, ...] = ()

    @property
    def state(self) -> CallState:
        """Where it stands. Who was answered was not missed, whatever else is said."""
        over = self.ended_at is not None or self.closed_at is not None
        if self.answered_at is not None:
            return "ended" if over else "answered"
        if self.missed:
            return "missed"
        return "ended" if over else "ringing"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an exchange says of a call."""

    event: CallEvent
    at: datetime
    agent_id: UUID | None = None
    duration_seconds: int | None = None
    recording_url: str | None = None
    ivr_path: tuple[str, ...] = ()


def fold(call: Call, said: Said) -> Call:
    """The call after this. The same said again changes nothing, and what comes late is put where it belongs.

    Of two who answered, the later one has it: a call is handed on from desk to desk. If that is heard of after somebody
    had ended it by hand, it goes on.
    """
    rung, agent = call.rung, call.agent_id
    closed = call.closed_at
    answered, ended, missed = call.answered_at, call.ended_at, call.missed
    match said.event:
        case "ringing" if said.agent_id is not None and said.agent_id not in rung:
            rung = (*rung, said.agent_id)
        case "answered":
            if closed is not None and said.at > closed and (answered is None or said.agent_id not in {None, agent}):
                closed = None
            if said.agent_id is not None and (agent is None or answered is None or said.at >= answered):
                agent = said.agent_id
            answered = said.at if answered is None else min(answered, said.at)
        case "ended" | "missed":
            ended = said.at if ended is None else min(ended, said.at)
            missed = missed or said.event == "missed"
        case _:
            pass
    return replace(
        call,
        rung=rung,
        agent_id=agent,
        started_at=said.at if call.started_at is None else min(call.started_at, said.at),
        answered_at=answered,
        ended_at=ended,
        closed_at=closed,
        closed_by=None if closed is None else call.closed_by,
        missed=missed,
        duration_seconds=said.duration_seconds if said.duration_seconds is not None else call.duration_seconds,
        recording_url=said.recording_url or call.recording_url,
        ivr_path=said.ivr_path or call.ivr_path,
    )


def close(call: Call, agent_id: UUID, at: datetime) -> Call:
    """The call after somebody has said that it is over; one that is over stays as it is."""
    return call if call.state in {"ended", "missed"} else replace(call, closed_at=at, closed_by=agent_id)


def seconds(call: Call) -> int | None:
    """How long was spoken: as the exchange says, else from answer to end; None until it has said that it is over."""
    if call.duration_seconds is not None or call.ended_at is None or call.answered_at is None:
        return call.duration_seconds
    return max(0, round((call.ended_at - call.answered_at).total_seconds()))
