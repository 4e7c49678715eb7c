"""Monitors as staff make and see them."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.monitor_states import Status
from app.schemas.base import In, Instant, Key, Line, Out, Text

MonitorKind = Literal["http", "tcp", "dns", "tls"]
Impact = Literal["none", "minor", "major", "critical"]
RecordKind = Literal["A", "AAAA", "CNAME", "MX", "NS", "TXT"]
CheckCode = Literal[
    "ok", "refused", "unresolved", "unreachable", "timeout", "broken", "certificate", "too_many_redirects", "status",
    "keyword", "slow", "expiry", "records",
]  # fmt: skip
Target = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[!-~]+$")]
Keyword = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Place = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[!-~]+$")]
Components = Annotated[list[UUID], Field(max_length=20, description="What customers know it by; `GET /v1/components`.")]
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
# What each kind can be held against.
_OF = {
    "http": {
        "statuses", "keyword", "keyword_absent", "within_ms", "redirects", "min_days", "authority",
    },
    "tcp": {"keyword", "within_ms"},
    "tls": {"min_days", "authority", "within_ms"},
    "dns": {"record", "values", "nameserver", "within_ms"},
}  # fmt: skip


def _headers(given: dict[str, str]) -> dict[str, str]:
    for name, value in given.items():
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            msg = "a header has a name of letters, digits and -, and is none that the desk sets"
            raise ValueError(msg)
        if not re.fullmatch(r"[\x20-\x7e]{0,2000}", value):
            msg = "a header has at most 2,000 printable ASCII characters"
            raise ValueError(msg)
    return given


Headers = Annotated[
    dict[str, str],
    Field(max_length=10, description="Sent to the first server only; nobody can read the values again."),
    AfterValidator(_headers),
]


class Expect(In):
    """What a check is held against; each kind of monitor has its own of these."""

    statuses: list[Annotated[int, Field(ge=100, le=599)]] | None = Field(
        default=None, max_length=50, description="http: statuses that are right; null: 200 to 299."
    )
    keyword: Keyword | None = Field(default=None, description="http, tcp: what it must say, within the first 1 MiB.")
    keyword_absent: Keyword | None = Field(default=None, description="http: what it must not say.")
    within_ms: int | None = Field(default=None, ge=1, le=60_000, description="Slower than this is a failure.")
    redirects: int | None = Field(
        default=None, ge=0, le=10, description="http: how many are followed, each one guarded; null: 5."
    )
    min_days: int | None = Field(
        default=None, ge=0, le=398, description="tls, http: a certificate with fewer days left fails. tls: null is 14."
    )
    authority: Annotated[Text, StringConstraints(max_length=20_000)] | None = Field(
        default=None, description="tls, http: PEM of an authority of your own, in place of everybody's."
    )
    record: RecordKind | None = Field(default=None, description="dns: which records; null: A.")
    values: list[Annotated[Text, StringConstraints(min_length=1, max_length=500)]] | None = Field(
        default=None, max_length=20, description="dns: records that must be there."
    )
    nameserver: Place | None = Field(default=None, description="dns: whom to ask, `host` or `host:port`.")


class Opens(In):
    """What an alarm opens by itself."""

    incident: bool = Field(default=True, description="An incident with its problem ticket; recovery resolves it.")
    public: bool = Field(default=False, description="Whether that incident is on the status page at once.")
    ticket: bool = Field(default=False, description="Without an incident: a ticket; recovery solves it.")
    team_id: UUID | None = Field(default=None, description="Whose ticket that is.")
    priority: Literal["low", "normal", "high", "urgent"] = "high"


class MonitorPreviewIn(In):
    """A check to try."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "http", "target": "https://shop.example/health", "expect": {"keyword": "all well"}}]
        }
    )

    kind: MonitorKind
    target: Target = Field(description="http: a URL; tcp, tls: `host:port` (tls: 443 without); dns: a name.")
    timeout_seconds: float = Field(default=10, ge=0.1, le=60)
    expect: Expect = Expect()
    headers: Headers = {}

    @model_validator(mode="after")
    def _fits(self) -> "MonitorPreviewIn":
        fits(self.kind, self.expect, self.headers)
        return self


class MonitorIn(MonitorPreviewIn):
    """A new monitor. It is looked at for the first time at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Shop",
                    "kind": "http",
                    "target": "https://shop.example/health",
                    "interval_seconds": 60,
                    "expect": {"keyword": "all well", "within_ms": 2000, "min_days": 14},
                    "impact": "major",
                }
            ]
        }
    )

    name: Line
    interval_seconds: int = Field(default=60, ge=10, le=86_400)
    failures_before_alarm: int = Field(default=3, ge=1, le=20, description="Failed checks in a row that make an alarm.")
    successes_before_recovery: int = Field(default=2, ge=1, le=20, description="Good ones in a row that end it.")
    quiet_seconds: int = Field(
        default=900,
        ge=0,
        le=86_400,
        description="An alarm so soon after the last one goes on with it: no new incident.",
    )
    brand: Key | None = None
    component_ids: Components = []
    impact: Impact = "major"
    opens: Opens = Opens()
    paused: bool = False

    @model_validator(mode="after")
    def _in_time(self) -> "MonitorIn":
        if self.timeout_seconds > self.interval_seconds:
            msg = "timeout_seconds is at most interval_seconds"
            raise ValueError(msg)
        return self


class MonitorPatch(In):
    """Changes of a monitor. `expect`, `headers` and `opens` are replaced whole; the kind stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"interval_seconds": 30, "paused": False}]})

    name: Line | None = None
    target: Target | None = None
    timeout_seconds: float | None = Field(default=None, ge=0.1, le=60)
    expect: Expect | None = None
    headers: Headers | None = None
    interval_seconds: int | None = Field(default=None, ge=10, le=86_400)
    failures_before_alarm: int | None = Field(default=None, ge=1, le=20)
    successes_before_recovery: int | None = Field(default=None, ge=1, le=20)
    quiet_seconds: int | None = Field(default=None, ge=0, le=86_400)
    brand: Key | None = None
    component_ids: Components | None = None
    impact: Impact | None = None
    opens: Opens | None = None
    paused: bool | None = Field(default=None, description="A paused one is not looked at; its alarm ends.")

    @model_validator(mode="after")
    def _not_null(self) -> "MonitorPatch":
        for name in self.model_fields_set - {"brand"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


def fits(kind: str, expect: Expect, headers: dict[str, str]) -> None:
    """Raise `ValueError` for what this kind of monitor cannot be held against."""
    for name, value in expect.model_dump().items():
        if value is not None and name not in _OF[kind]:
            msg = f"expect.{name} is not for monitors of the kind {kind}"
            raise ValueError(msg)
    if headers and kind != "http":
        msg = "headers are for monitors of the kind http"
        raise ValueError(msg)


class FoundOut(Out):
    """What a check found."""

    ok: bool
    code: CheckCode
    reason: str = Field(description="Why it failed, in words; empty when all was well.")
    ms: int | None = Field(description="How long it took; null where nothing answered.")
    facts: dict[str, Any] = Field(description="By kind: `status`, `redirects`, `days_left`, `issuer`, `records` ...")


class CheckOut(FoundOut):
    """A check of a monitor."""

    id: UUID
    at: Instant
    due_at: Instant | None = Field(description="When it was to be made; null: by hand.")
    maintenance: bool


class CheckPage(Out):
    """A page of checks, newest first."""

    items: list[CheckOut]
    next_cursor: str | None


class MonitorOut(Out):
    """A monitor, and how it is."""

    id: UUID
    name: str
    kind: MonitorKind
    target: str
    timeout_seconds: float
    expect: Expect
    header_names: list[str]
    interval_seconds: int
    failures_before_alarm: int
    successes_before_recovery: int
    quiet_seconds: int
    brand: str | None
    component_ids: list[UUID]
    impact: Impact
    opens: Opens
    paused: bool
    status: Status = Field(description="After as many checks in a row as it takes; `unknown`: not looked at yet.")
    status_since: Instant | None
    failures: int = Field(description="Failed checks in a row, up to now.")
    checked_at: Instant | None
    last_code: CheckCode | None
    last_reason: str | None
    last_ms: int | None
    due_at: Instant | None = Field(description="When it is looked at next; null while paused.")
    alarm_id: UUID | None = Field(description="The open alarm.")
    version: int
    created_at: Instant
    updated_at: Instant


class MonitorPage(Out):
    """A page of monitors, by name."""

    items: list[MonitorOut]
    next_cursor: str | None
