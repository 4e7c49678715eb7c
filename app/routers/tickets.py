"""`/v1/tickets`: the one thread with a customer, whatever the channel."""

from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import Query, Response

from app.answers import answer
from app.deps import FIELD_PARAMETER, After, FieldFilters, IfMatch, Translations, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.rules.statuses import Status
from app.schemas.base import Instant, Key, Line, Tag
from app.schemas.events import EventPage
from app.schemas.messages import MessageIn, MessageOut, MessagePage
from app.schemas.tickets import AssignIn, Priority, Spam, Tension, TicketIn, TicketOut, TicketPage, TicketPatch
from app.services import messages, template_sending, tickets, translated_replies
from app.services.lean import events as lean_events
from app.services.lean import messages as lean_messages
from app.services.lean import ticket_lists, wire
from app.services.lean import tickets as lean_tickets
from app.services.lean import translations as lean_translations

router = DeskRouter(prefix="/v1/tickets", tags=["Tickets"])

Limit = Annotated[int, Query(ge=1, le=200, description="At most this many.")]
INCLUDED = 50


@router.post(
    "",
    status_code=201,
    operation_id="createTicket",
    summary="Create a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: TicketIn, actor: Annotated[Actor, anyone(P.TICKETS_WRITE)], work: Work) -> Response:
    """Create a ticket with its first message. The requester is found by external id, e-mail or phone, or made.

    Somebody online with room for a ticket gets it at once; otherwise it waits in its team's queue.
    """
    made = await tickets.create(work, actor, new)
    return answer(made, 201, version=str(made["version"]), location=f"/v1/tickets/{made['id']}")


@router.get(
    "",
    operation_id="listTickets",
    summary="List tickets",
    response_model=TicketPage,
    responses=problems(401, 403),
    openapi_extra={"parameters": [FIELD_PARAMETER]},
)
async def list_tickets(
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    fields: FieldFilters,
    status: Annotated[list[Status] | None, Query(max_length=7)] = None,
    priority: Annotated[list[Priority] | None, Query(max_length=4)] = None,
    channel: Annotated[list[Key] | None, Query(max_length=5)] = None,
    tag: Annotated[list[Tag] | None, Query(max_length=10, description="All of these.")] = None,
    assignee_id: Annotated[UUID | Literal["none"] | None, Query(description="An agent, or `none`.")] = None,
    queue_id: UUID | None = None,
    team_id: UUID | None = None,
    requester_id: UUID | None = None,
    organization_id: Annotated[
        UUID | None, Query(description="Of whoever belongs to it now. None without `customers:read`.")
    ] = None,
    in_copy: Annotated[
        bool | None, Query(description="true: where you (customers) or the `requester_id` (agents) are in copy.")
    ] = None,
    brand: Key | None = None,
    request_type: Key | None = None,
    tension: Annotated[Tension | None, Query(description="For agents: how near the customer is to anger.")] = None,
    spam: Annotated[Spam | None, Query(description="For agents: `suspected` is what somebody should look at.")] = None,
    topic: Annotated[
        list[Line] | None, Query(max_length=10, description="With what is below: `billing` finds `billing/refund`.")
    ] = None,
    external_id: Annotated[str | None, Query(max_length=255, pattern=r"^[^\x00]*$")] = None,
    updated_after: Instant | None = None,
    sla: Annotated[
        str | None,
        Query(
            pattern=r"^(breached|due_within:[1-9][0-9]{0,6}[smhd])$",
            description="`breached`: an open deadline was missed. `due_within:1h` (s, m, h, d): the next one comes.",
        ),
    ] = None,
    snoozed: Annotated[bool | None, Query(description="Those that are, or are not, out of sight.")] = None,
    sort: Annotated[
        Literal["-updated_at", "updated_at", "-created_at", "created_at", "next_due_at", "-next_due_at"] | None,
        Query(description="`-updated_at`; with `sla` it is `next_due_at`, which lists only tickets with a deadline."),
    ] = None,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The tickets that you may see, newest change first. A repeated filter means any of its values.

    Agents see merged tickets only where they ask for `status=merged` or an `external_id`.
    """
    wanted = ticket_lists.TicketFilter(
        status=tuple(status or ()),
        priority=tuple(priority or ()),
        channel=tuple(channel or ()),
        tag=tuple(tag or ()),
        assignee_id=assignee_id if isinstance(assignee_id, UUID) else None,
        unassigned=assignee_id == "none",
        queue_id=queue_id,
        team_id=team_id,
        requester_id=requester_id,
        organization_id=organization_id,
        in_copy=bool(in_copy),
        brand=brand,
        request_type=request_type,
        tension=tension,
        spam=spam,
        topic=tuple(topic or ()),
        fields=fields,
        external_id=external_id,
        updated_after=updated_after,
        sla=_sla(sla),
        snoozed=snoozed,
        sort=sort or ("-updated_at" if sla is None else "next_due_at"),
        cursor=cursor,
        limit=limit,
    )
    return answer(await ticket_lists.page(await work.lean(), actor, wanted))


def _sla(asked: str | None) -> str | int | None:
    """`breached`, or seconds."""
    if asked is None or asked == "breached":
        return asked
    within = asked.removeprefix("due_within:")
    return int(within[:-1]) * {"s": 1, "m": 60, "h": 3_600, "d": 86_400}[within[-1]]


@router.get(
    "/{ticket_id}",
    operation_id="getTicket",
    summary="Read a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404),
)
async def read(
    ticket_id: UUID,
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    include: Annotated[Literal["messages"] | None, Query(description="Also its latest 50 messages.")] = None,
) -> Response:
    """A ticket as you may see it; its ETag goes into `If-Match` when you change it."""
    found, version = await lean_tickets.read(
        await work.lean(), actor, ticket_id, with_messages=INCLUDED if include else 0
    )
    return answer(found, version=version)


@router.patch(
    "/{ticket_id}",
    operation_id="updateTicket",
    summary="Change a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    ticket_id: UUID, change: TicketPatch, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change fields. Solving a ticket invites its customer to rate it; a closed ticket changes no more."""
    await tickets.patch(work.session, actor, ticket_id, change, version=if_match)
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.post(
    "/{ticket_id}/assign",
    operation_id="assignTicket",
    summary="Assign a ticket",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def assign(
    ticket_id: UUID, to: AssignIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Give a ticket to an agent (also beyond their capacity: you decided), to nobody, or to another team."""
    changes = {name: getattr(to, name) for name in to.model_fields_set}
    await tickets.assign(work.session, actor, ticket_id, changes)
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.post(
    "/{ticket_id}/messages",
    status_code=201,
    operation_id="createMessage",
    summary="Write a message",
    response_model=MessageOut,
    responses={**problems(401, 403, 404, 409, 415, 429), 200: {"model": MessageOut, "description": "Stored before"}},
)
async def create_message(
    ticket_id: UUID, new: MessageIn, actor: Annotated[Actor, anyone(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Write a public reply or (agents) an internal note.

    With `client_message_id` a retry answers 200 with the message that is already there. With `last_seen_seq` the
    message is refused (409 `thread_moved_on`, with what you missed) when somebody else has written since. With
    `template_id` it is refused (422 `unresolved_variables`) while nothing was put in for a variable. `force` overrides
    both.

    With `translate` an agent's reply is stored and sent in another language, and what they wrote is its `original`,
    for agents; when it cannot be translated nothing is stored (503 `translation_unavailable`, with a `reason`).

    What customers and partners send to a merged ticket comes to the ticket that it is part of, if they may read that:
    `ticket_id` says where it is. Agents are told where to write (409 `ticket_merged`).
    """
    message = lean_messages.NewMessage(
        body=new.body,
        visibility=new.visibility,
        format=new.format,
        client_message_id=new.client_message_id,
        last_seen_seq=None if new.force else new.last_seen_seq,
        attachment_ids=new.attachment_ids,
        mention_ids=new.mention_ids,
        draft_version=new.draft_version,
    )

    async def hand(message: lean_messages.NewMessage) -> lean_messages.Appended:
        if new.template_id is None:
            return await messages.send(work, actor, ticket_id, message)
        return await template_sending.send(
            work, actor, ticket_id, message, template_id=new.template_id, force=new.force
        )

    if new.translate is None and new.original is None:
        done = await hand(message)
    else:
        done = await translated_replies.send(
            work, actor, ticket_id, message, hand, to=new.translate, original=new.original
        )
    work.about_message = done.message["id"]
    version = str(done.message["version"])
    return answer(wire.message(done.message, actor), 201 if done.outcome == "stored" else 200, version=version)


@router.get(
    "/{ticket_id}/messages",
    operation_id="listMessages",
    summary="Read the thread",
    response_model=MessagePage,
    responses=problems(401, 403, 404),
)
async def list_messages(
    ticket_id: UUID,
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    after: After,
    before_seq: Annotated[int | None, Query(ge=1, le=2_147_483_647, description="The latest ones before it.")] = None,
    translations: Translations = None,
    limit: Limit = 50,
) -> Response:
    """Messages in order, from the beginning or after `after_seq`; with `before_seq` the latest ones before it."""
    connection = await work.lean()
    found = await lean_messages.thread(connection, actor, ticket_id, after=after, before=before_seq, limit=limit)
    following = None
    if before_seq is None and len(found) == limit:
        following = orjson.loads(found[-1])["seq"]
    if translations is None:
        return answer({"items": [orjson.Fragment(each) for each in found], "next_cursor": following})
    return answer(
        {"items": await lean_translations.with_them(connection, actor, found, translations), "next_cursor": following}
    )


@router.get(
    "/{ticket_id}/events",
    operation_id="listEvents",
    summary="Read the log",
    response_model=EventPage,
    responses=problems(401, 403, 404),
)
async def list_events(
    ticket_id: UUID,
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    after: After,
    limit: Limit = 50,
) -> Response:
    """What happened to the ticket, in order and without holes, as you may see it."""
    last, found = await lean_events.since(await work.lean(), actor, ticket_id, after=after, limit=limit)
    shown = [wire.event(each, actor.kind, actor.id) for each in found]
    following = shown[-1]["seq"] if shown and shown[-1]["seq"] < last else None
    return answer({"items": shown, "next_cursor": following})
