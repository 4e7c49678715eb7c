"""A ticket's first minutes, through the client that was made from openapi.json."""

import json
import sys

from desk.api.tickets import create_message, create_ticket, get_ticket, list_tickets, update_ticket
from desk.client import AuthenticatedClient
from desk.models import MessageIn, Problem, RequesterIn, TicketIn, TicketOut, TicketPage, TicketPatch
from desk.models.ticket_patch_priority_type_0 import TicketPatchPriorityType0

url, token = sys.argv[1:]
with AuthenticatedClient(base_url=url, token=token) as client:
    body = TicketIn(
        subject="The invoice is wrong", body="It shows the old address.", requester=RequesterIn(email="v@example.com")
    )
    made, again = (create_ticket.sync(client=client, body=body, idempotency_key="python-1") for _ in range(2))
    assert isinstance(made, TicketOut)
    assert isinstance(again, TicketOut)
    assert made.id == again.id
    create_message.sync(made.id, client=client, body=MessageIn(body="I have sent it again."))
    page = list_tickets.sync(client=client, limit=10)
    assert isinstance(page, TicketPage)
    assert made.id in {each.id for each in page.items}
    version = get_ticket.sync_detailed(made.id, client=client).headers["etag"]
    change = TicketPatch(priority=TicketPatchPriorityType0.HIGH)
    changed = update_ticket.sync(made.id, client=client, body=change, if_match=version)
    assert isinstance(changed, TicketOut)
    stale = update_ticket.sync(made.id, client=client, body=change, if_match=version)
    assert isinstance(stale, Problem)
    found = {"id": str(made.id), "priority": changed.priority, "stale": stale.code}
    sys.stdout.write(json.dumps(found))
