"""What keeps coming back: rules, and what is made of alerts."""

from uuid import UUID

from app import clock
from app.models import InsightAlert, InsightAlertTicket
from app.services import report_rebuilds
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createInsightRule", "name")
on_made("updateInsightRule", "createInsightRule")
on_made("deleteInsightRule", "createInsightRule")
by_example("recountInsights")


@scenario("rebuildReports")
async def rebuild_reports(world: World) -> Call:
    # One at a time: that which nobody works on here is over.
    async with world.callers.desk.database.lean() as connection:
        await connection.execute("UPDATE jobs SET status = 'done' WHERE kind = $1", report_rebuilds.KIND)
    return Call("/v1/report-rebuilds")


async def alert(world: World) -> str:
    """An alert of one ticket, as a look raises it."""
    rule, ticket, now = await world.make("createInsightRule"), await world.ticket(), clock.now()
    made = InsightAlert(
        rule_id=rule["id"], rule_name=rule["name"], kind="rising", subject="phrase", key="log", title="More: log in",
        facts={"why": "many"}, tickets=1, seen_at=now, created_at=now, updated_at=now,
    )  # fmt: skip
    await world.row(made)
    await world.row(InsightAlertTicket(alert_id=made.id, ticket_id=UUID(ticket), at=now))
    return str(made.id)


@scenario("dismissInsightAlert")
async def dismiss_insight_alert(world: World) -> Call:
    return Call(f"/v1/insight-alerts/{await alert(world)}/dismiss")


@scenario("makeInsightProblem")
async def make_insight_problem(world: World) -> Call:
    return Call(f"/v1/insight-alerts/{await alert(world)}/problem", {"subject": "Nobody can log in"})


@scenario("createReportSchedule")
async def create_report_schedule(world: World) -> Call:
    body = {
        "name": world.fresh("Weekly"), "report": "volume", "period": "last_week", "every": "week", "at": "08:00",
        "zone": "Europe/Moscow", "recipients": {"agent_ids": [str(world.admin.who)]},
    }  # fmt: skip
    return Call("/v1/report-schedules", body)


on_made("updateReportSchedule", "createReportSchedule")
on_made("deleteReportSchedule", "createReportSchedule")
on_made("sendReportNow", "createReportSchedule")
