"""Senders whom a ticket does not know."""

from uuid import UUID

from app import clock
from app.models import TicketParticipant
from tests.api.scenarios.registry import Call, World, scenario


async def _pending(world: World) -> str:
    ticket_id, now = await world.ticket(), clock.now()
    row = TicketParticipant(
        ticket_id=UUID(ticket_id), address=f"{world.fresh('eve')}@example.com", reason="unknown", why="?",
        created_at=now, updated_at=now,
    )  # fmt: skip
    await world.row(row)
    return f"/v1/tickets/{ticket_id}/participants/{row.id}"


@scenario("approveParticipant")
async def approve_participant(world: World) -> Call:
    return Call(f"{await _pending(world)}/approve")


@scenario("declineParticipant")
async def decline_participant(world: World) -> Call:
    return Call(f"{await _pending(world)}/decline", {"own_ticket": True})
