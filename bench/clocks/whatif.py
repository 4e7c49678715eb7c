"""A what-if question over all tickets of a desk: how long it takes, and what others have to wait meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bench import seeding
from bench.clocks import promises, tickets
from bench.clocks.desks import running
from bench.clocks.site import Site, watching
from bench.figures import Figure
from bench.seeding import Kind, identifier

_LIMIT_SECONDS = 60
_A_SECOND = 50
_READ = 200


def simulate(site: Site) -> dict[str, Figure]:
    """POST /v1/sla-policies/simulate: another policy over every ticket, while others read."""
    extent = site.extent
    url, _, _ = running(site)
    reads = [
        f"/v1/tickets/{identifier(Kind.TICKET, tickets.PAST_ONES + n * extent.past // _READ)}" for n in range(_READ)
    ]
    with site.desk("what if", url) as desk, watching(url) as watch:
        policy = str(watch.value("SELECT id FROM sla_policies"))
        calendar = str(watch.value("SELECT id FROM calendars"))
        now = datetime.now(UTC)
        draft = {**promises.SUPPORT, "calendar_id": calendar, "replaces": policy}
        question = {"since": (now - timedelta(days=100)).isoformat(), "until": now.isoformat(), "policies": [draft]}
        before = site.cpu(desk)
        found = site.load.run(
            {
                "kind": "what_if", "port": desk.port, "token": seeding.agent_token(), "body": question,
                "path": "/v1/sla-policies/simulate", "rate": _A_SECOND, "quiet": extent.seconds,
                "reads": ["/healthz", *reads],
            }
        )  # fmt: skip
        after = site.cpu(desk)
    many, seconds = found["result"]["tickets"], found["seconds"]
    server, postgres = ((late - early) * 1e6 / many for early, late in zip(before, after, strict=True))
    details: dict[str, Any] = {
        "tickets_a_second": round(many / seconds),
        "changed": found["result"]["changed"],
        "server_us_a_ticket": round(server),
        "postgres_us_a_ticket": round(postgres),
    }
    waits = {what: found[what] for what in ("before", "during")}
    title = f"what {_A_SECOND} reads a second wait while a simulation runs: p99, ms"
    return {
        "simulate": Figure(
            f"a simulation over {many:,} tickets, s", seconds, _LIMIT_SECONDS, at_most=True, details=details
        ),
        "simulate_reads": Figure(title, found["during"]["p99"], None, at_most=True, details=waits),
    }
