"""Every report there is, in one table: what it counts, of how many, and what makes its figures.

To add one: a line here with a function `async (session, actor, asked) -> Result` (`report_figures.py`), and perhaps one
that pages through the tickets behind a number. The routes, CSV, schedules and the list of reports follow from it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.actors import Actor
from app.rules.sla_policies import METRICS
from app.schemas.report_tickets import ReportTicketPage
from app.services import report_agents, report_figures, report_surveys, report_tickets, report_waits
from app.services.report_asking import Asked, GroupBy
from app.services.report_figures import Measure, Result

Unit: TypeAlias = Literal["tickets", "events", "seconds", "share"]
Compute: TypeAlias = Callable[[AsyncSession, Actor, Asked], Awaitable[Result]]
# With a cursor and a limit.
Tickets: TypeAlias = Callable[[AsyncSession, Asked, str | None, int], Awaitable[ReportTicketPage]]

EVERYTHING: frozenset[GroupBy] = frozenset(
    {"none", "agent", "team", "queue", "brand", "channel", "topic", "language", "priority", "type"}
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name in addresses, a title, what exactly it counts, and how.

    `by` is what it is grouped by when nothing is said, `filters` and `groups` what it may be narrowed to and grouped
    by, `business` whether its times can be counted in business hours, `slots` whether it can be cut into intervals.
    """

    name: str
    title: str
    definition: str
    unit: Unit
    compute: Compute
    tickets: Tickets | None = None
    by: GroupBy = "none"
    groups: frozenset[GroupBy] = EVERYTHING
    filters: frozenset[GroupBy] = EVERYTHING - {"none"}
    business: bool = False
    slots: bool = True


async def _counted(
    metrics: tuple[str, ...], measure: Measure, session: AsyncSession, _actor: Actor, asked: Asked
) -> Result:
    return await report_figures.counted(await raw_connection(session), metrics, measure, asked)


async def _levels(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    return await report_figures.levels(await raw_connection(session), asked)


def _of_facts(
    name: str, title: str, definition: str, measure: Measure, *metrics: str, by: GroupBy = "none", unit: Unit = "events"
) -> Report:
    units: Mapping[Measure, Unit] = {"time": "seconds", "share": "share"}
    return Report(
        name,
        title,
        definition,
        units.get(measure, unit),
        partial(_counted, metrics, measure),
        partial(report_tickets.page, metrics, measure),
        by,
        business=measure == "time",
    )


_CREATED = (
    "Tickets that came in the period, by when they were made. What of a ticket was not known when it came (its topic, "
    "team, agent ...) is what it was first found to be; what changed later changes nothing."
)
_PROMISE = (
    "Promises whose time came in the period: kept in time, or missed. A missed one counts when it is missed, whether "
    "or not it was kept later; one that was given up before its time is in no figure."
)

_PEOPLE: frozenset[GroupBy] = frozenset({"none", "agent", "team"})
_BRANDS: frozenset[GroupBy] = frozenset({"none", "brand"})


def _of_people(name: str, title: str, definition: str, compute: Compute) -> Report:
    """Of agents' time, which has no tickets; teams are those of now."""
    return Report(name, title, definition, "share", compute, groups=_PEOPLE, filters=_PEOPLE - {"none"})


_GIVEN_UP = (
    "by when they began to wait, and how long those waited who were answered. The share is of those who gave up after "
    "10 seconds or more, of all who were answered or gave up like that; who was gone before is counted apart."
)
_RATED = (
    "What invitations brought that were sent in the period: a late answer counts there, a changed one once. The share "
    "is of answers with {}; they belong to whom they credit. Beside it how many were sent, and each score."
)
_FIGURES = (
    _of_people(
        "occupancy", "Occupancy",
        "Of the time in which agents had something in hand (chats, calls, wrap-up) or were online, on duty and free "
        "for it, the share in which they had. Chats at the same time count once; chats_at_once says how many there "
        "were.",
        report_agents.occupancy,
    ),
    _of_people(
        "adherence", "Adherence to shifts",
        "Of the time that shifts, or calendars, less absences plan by now, the share in which agents were online, busy "
        "or had something in hand. Agents without a plan are not in it.",
        report_agents.adherence,
    ),
    Report(
        "waits", "Waits of chats", f"Chats, {_GIVEN_UP}", "seconds", report_waits.chats, report_waits.chats_behind,
    ),
    Report(
        "call-waits", "Waits of calls", f"Calls that came in, {_GIVEN_UP}", "seconds", report_waits.calls,
        report_waits.calls_behind,
    ),
    Report(
        "csat", "Satisfaction", _RATED.format("4 or 5 of 5"), "share", report_surveys.csat, report_surveys.csat_behind,
    ),
    Report(
        "nps", "Net promoter score",
        _RATED.format("9 or 10 of 10") + " nps is the share of these less that of answers from 0 to 6, in points, with "
        "the interval that holds the true one with 95 %.",
        "share", report_surveys.nps, report_surveys.nps_behind,
    ),
    Report(
        "ces", "Customer effort", _RATED.format("5 to 7 of 7"), "share", report_surveys.ces, report_surveys.ces_behind,
    ),
    Report(
        "help-deflection", "Readers who needed nobody",
        "Of readers of the help centre whom the desk knows, who searched and read something, the share that asked "
        "nobody within 24 hours and did not say that it had not helped. Visits whose time is not over are `waiting`.",
        "share", report_surveys.deflection, groups=_BRANDS, filters=_BRANDS - {"none"},
    ),
)  # fmt: skip

REPORTS: Mapping[str, Report] = {
    each.name: each
    for each in (
        _of_facts("volume", "New tickets", _CREATED, "count", "created", unit="tickets"),
        _of_facts("topics", "New tickets by topic", _CREATED, "count", "created", by="topic", unit="tickets"),
        _of_facts("channels", "New tickets by channel", _CREATED, "count", "created", by="channel", unit="tickets"),
        _of_facts("languages", "New tickets by language", _CREATED, "count", "created", by="language", unit="tickets"),
        Report(
            "backlog",
            "Open tickets",
            "Tickets that were new, open, pending or on hold at the end of the period and of each slot, by what they "
            "were at that time. Behind a number are the tickets that were open at the end of its slot.",
            "tickets",
            _levels,
            report_tickets.open_page,
        ),
        _of_facts(
            "first-reply", "Time to the first reply",
            "From a ticket's creation to its first public reply, of a person or of the assistant, by when that was. It "
            "belongs to whoever replied.",
            "time", "first_reply",
        ),
        _of_facts(
            "first-human-reply", "Time to the first reply of a person",
            "From a ticket's creation to the first public reply of an agent, by when that was. It is theirs.",
            "time", "first_human_reply",
        ),
        _of_facts(
            "resolution", "Time to resolution",
            "Each time that a ticket was solved or closed: from its creation, or from when it was opened again. It "
            "belongs to the ticket's agent of then, or to who solved it when it was nobody's.",
            "time", "resolved",
        ),
        _of_facts(
            "full-resolution", "Time to the last resolution",
            "From a ticket's creation to when it was solved or closed for the last time. A ticket that is open again "
            "is not in it until it is solved again.",
            "time", "resolved_at_last",
        ),
        _of_facts(
            "first-contact", "Solved at first contact",
            "Of the tickets that were judged in the period, how many were solved with at most one public reply of a "
            "person and not opened again for 7 days. A ticket is judged 7 days after its first resolution, or when it "
            "is opened again before.",
            "share", "first_contact",
        ),
        _of_facts(
            "one-touch", "Solved with one reply",
            "Of first resolutions, how many took exactly one public reply of a person, by when they were.",
            "share", "one_touch",
        ),
        _of_facts(
            "sla", "Promises kept", "Of all metrics together. " + _PROMISE, "share",
            *(f"sla:{metric}" for metric in METRICS),
        ),
        *(
            _of_facts(
                "sla-" + metric.replace("_", "-"), f"Promises kept: {metric.replace('_', ' ')}", _PROMISE, "share",
                f"sla:{metric}",
            )
            for metric in METRICS
        ),
        _of_facts(
            "transfers", "Transfers",
            "Each time that a ticket was handed over, by when that was and by who and where had it before.",
            "count", "transferred",
        ),
        _of_facts(
            "reopens", "Opened again",
            "Each time that a solved ticket was opened again, and how long it had been solved.",
            "time", "reopened",
        ),
        _of_facts(
            "assignments", "Assignments", "Each time that a ticket got an agent, by the agent who got it.", "count",
            "assigned",
        ),
        _of_facts(
            "waits-for-agent", "Wait for an agent",
            "From when a ticket was nobody's to when an agent had it, by when that was. Tickets that went from one "
            "agent to another have not waited.",
            "time", "assigned",
        ),
        _of_facts(
            "replies", "Replies", "Public replies of agents, by who wrote them. Copies made by a split are none.",
            "count", "reply",
        ),
        _of_facts(
            "reply-times", "Time to a reply",
            "Of each public reply of an agent that somebody waited for: from the first word that was not answered yet.",
            "time", "reply",
        ),
        _of_facts(
            "chat-waits", "Wait for a chat", "From when a chat began to wait to when an agent accepted it.", "time",
            "chat_wait",
        ),
        _of_facts(
            "chat-abandonments", "Chats given up",
            "Chats that ended before an agent accepted them, and how long they had waited.", "time", "chat_abandoned",
        ),
        *_FIGURES,
    )
}  # fmt: skip
