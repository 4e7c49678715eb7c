"""Events: what can happen to a ticket, and how clients see it."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.messages import AuthorOut


class EventType(StrEnum):
    """Everything that can happen. The comment says who may see it besides agents."""

    TICKET_CREATED = "ticket.created"  # everyone
    TICKET_UPDATED = "ticket.updated"  # agents only: priority, tags, fields
    TICKET_STATUS_CHANGED = "ticket.status_changed"  # everyone
    TICKET_ASSIGNED = "ticket.assigned"  # everyone: who answers has a name
    TICKET_UNASSIGNED = "ticket.unassigned"  # agents only
    MESSAGE_CREATED = "message.created"  # everyone, except notes
    CHAT_STARTED = "chat.started"  # everyone
    CHAT_OFFERED = "chat.offered"  # agents only
    CHAT_OFFER_ENDED = "chat.offer_ended"  # agents only: declined, expired, withdrawn
    CHAT_ACCEPTED = "chat.accepted"  # everyone
    CHAT_REQUEUED = "chat.requeued"  # everyone
    CHAT_ENDED = "chat.ended"  # everyone
    SURVEY_INVITED = "survey.invited"  # everyone
    SURVEY_CANCELLED = "survey.cancelled"  # agents only
    FEEDBACK_GIVEN = "feedback.given"  # everyone
    FEEDBACK_CHANGED = "feedback.changed"  # everyone
    TICKET_QUEUED = "ticket.queued"  # agents only: it waits in another queue now, by itself
    TICKET_TRANSFERRED = "ticket.transferred"  # agents only: the customer is told in words
    TICKET_REORDERED = "ticket.reordered"  # agents only: a lead has put it first or last in its queue
    TICKET_SNOOZED = "ticket.snoozed"  # agents only
    TICKET_WOKEN = "ticket.woken"  # agents only: by time or by an agent
    TICKET_TENSION_CHANGED = "ticket.tension_changed"  # agents only: the customer is nearer to, or further from, anger
    TICKET_SPAM_SUSPECTED = "ticket.spam_suspected"  # agents only
    TICKET_INCIDENT_CHANGED = "ticket.incident_changed"  # agents only: it is part of an open incident, or not any more
    TICKET_MARKED_SPAM = "ticket.marked_spam"  # agents only: it is closed with it
    TICKET_UNMARKED_SPAM = "ticket.unmarked_spam"  # agents only: it is open again
    TICKET_ESCALATED = "ticket.escalated"  # agents only
    TICKET_DEESCALATED = "ticket.deescalated"  # agents only
    TICKET_FOLLOWED = "ticket.followed"  # agents only
    TICKET_MERGED = "ticket.merged"  # everyone: it goes on in another ticket
    TICKET_UNMERGED = "ticket.unmerged"  # everyone: it stands on its own again
    TICKET_MERGED_IN = "ticket.merged_in"  # agents only: another ticket is part of this one
    TICKET_MERGED_OUT = "ticket.merged_out"  # agents only: it is not any more
    MESSAGE_MERGED_IN = "message.merged_in"  # agents only: a message that was sent to a ticket merged into this one
    TICKET_SPLIT = "ticket.split"  # agents only: messages of it have made another ticket
    TICKET_LINKED = "ticket.linked"  # agents only
    TICKET_UNLINKED = "ticket.unlinked"  # agents only
    TICKET_CHILD_DONE = "ticket.child_done"  # agents only: a child was solved, closed or merged
    TICKET_CHILD_REOPENED = "ticket.child_reopened"  # agents only
    MESSAGE_EDITED = "message.edited"  # everyone, except notes
    MESSAGE_REDACTED = "message.redacted"  # everyone, except notes
    MESSAGE_WITHDRAWN = "message.withdrawn"  # agents only: its author has taken it back in their messenger
    MESSAGE_TRANSLATED = "message.translated"  # agents only: it can be read in another language now, or it cannot
    MESSAGE_DELIVERY_CHANGED = "message.delivery_changed"  # agents only
    ATTACHMENT_SCANNED = "attachment.scanned"  # everyone, except of notes
    ATTACHMENT_ADDED = "attachment.added"  # everyone, except of notes: an import has brought a file of a message
    TICKET_UNFOLLOWED = "ticket.unfollowed"  # agents only
    TICKET_CC_ADDED = "ticket.cc_added"  # everyone: who reads along is no secret
    TICKET_CC_REMOVED = "ticket.cc_removed"  # everyone
    TICKET_PARTICIPANT_PENDING = "ticket.participant_pending"  # agents only: somebody unknown wrote to it
    TICKET_PARTICIPANT_APPROVED = "ticket.participant_approved"  # agents only
    TICKET_PARTICIPANT_DECLINED = "ticket.participant_declined"  # agents only
    TICKET_TIME_SPENT = "ticket.time_spent"  # agents only
    TICKET_REPLY_CHANNEL_CHANGED = "ticket.reply_channel_changed"  # agents only
    TICKET_TRANSLATION_CHANGED = "ticket.translation_changed"  # agents only
    SIDE_CONVERSATION_STARTED = "side_conversation.started"  # agents only
    SIDE_CONVERSATION_MESSAGE = "side_conversation.message"  # agents only
    SIDE_CONVERSATION_CHANGED = "side_conversation.changed"  # agents only: closed, opened again, renamed
    SIDE_CONVERSATION_MESSAGE_REDACTED = "side_conversation.message_redacted"  # agents only
    TASK_ADDED = "task.added"  # agents only
    TASK_CHANGED = "task.changed"  # agents only
    TASK_DONE = "task.done"  # agents only
    TASK_REOPENED = "task.reopened"  # agents only: a tick was taken back
    TASK_REMOVED = "task.removed"  # agents only
    CHECKLIST_APPLIED = "checklist.applied"  # agents only
    APPROVAL_REQUESTED = "approval.requested"  # agents only
    APPROVAL_MOVED = "approval.moved"  # agents only: somebody else decides
    APPROVAL_GIVEN = "approval.given"  # agents only
    APPROVAL_DECLINED = "approval.declined"  # agents only
    APPROVAL_WITHDRAWN = "approval.withdrawn"  # agents only: the ticket was solved or closed without it
    CALL_STARTED = "call.started"  # agents only, as all of a call: it rings, or somebody talks
    CALL_ENDED = "call.ended"  # agents only
    CALL_MISSED = "call.missed"  # agents only: nobody answered
    CALL_RECORDED = "call.recorded"  # agents only: there is a recording
    CALL_MOVED = "call.moved"  # agents only: it is on another ticket now
    TICKET_TOPIC_CONFIRMED = "ticket.topic_confirmed"  # agents only: the topic that a model had set is right
    TICKET_IDEA_LINKED = "ticket.idea_linked"  # agents only: its customer asks for an idea
    TICKET_IDEA_UNLINKED = "ticket.idea_unlinked"  # agents only
    TICKET_OUTREACH_ANSWERED = "ticket.outreach_answered"  # agents only: it began as an answer to an outreach
    SLA_STEP_REACHED = "sla.step_reached"  # agents only: a step around a deadline was done
    SLA_BREACHED = "sla.breached"  # agents only: a deadline was missed
    SLA_POLICY_CHANGED = "sla.policy_changed"  # agents only: re-evaluated by somebody


class DeskEventType(StrEnum):
    """What else is in the feed. The comment says which scope shows it to a key that has no source."""

    CUSTOMER_CREATED = "customer.created"  # customers:read
    CUSTOMER_UPDATED = "customer.updated"  # customers:read
    CUSTOMER_DELETED = "customer.deleted"  # customers:read
    ORGANIZATION_CREATED = "organization.created"  # customers:read
    ORGANIZATION_UPDATED = "organization.updated"  # customers:read
    ORGANIZATION_DELETED = "organization.deleted"  # customers:read
    AGENT_CREATED = "agent.created"  # people:read
    AGENT_UPDATED = "agent.updated"  # people:read
    AGENT_DELETED = "agent.deleted"  # people:read
    TEAM_CREATED = "team.created"  # people:read
    TEAM_UPDATED = "team.updated"  # people:read
    TEAM_DELETED = "team.deleted"  # people:read
    INSIGHT_ALERT_CREATED = "insight_alert.created"  # tickets:read
    INSIGHT_ALERT_UPDATED = "insight_alert.updated"  # tickets:read
    INCIDENT_CREATED = "incident.created"  # incidents:read
    INCIDENT_UPDATED = "incident.updated"  # incidents:read
    INCIDENT_RESOLVED = "incident.resolved"  # incidents:read


# What is about a message is public when the message is.
OF_MESSAGES: frozenset[EventType] = frozenset(
    {
        EventType.MESSAGE_CREATED,
        EventType.MESSAGE_EDITED,
        EventType.MESSAGE_REDACTED,
        EventType.ATTACHMENT_ADDED,
        EventType.ATTACHMENT_SCANNED,
    }
)
PUBLIC: frozenset[EventType] = frozenset(
    {
        EventType.TICKET_CREATED,
        EventType.TICKET_STATUS_CHANGED,
        EventType.TICKET_ASSIGNED,
        EventType.TICKET_MERGED,
        EventType.TICKET_UNMERGED,
        EventType.CHAT_STARTED,
        EventType.CHAT_ACCEPTED,
        EventType.CHAT_REQUEUED,
        EventType.CHAT_ENDED,
        EventType.SURVEY_INVITED,
        EventType.FEEDBACK_GIVEN,
        EventType.FEEDBACK_CHANGED,
        EventType.TICKET_CC_ADDED,
        EventType.TICKET_CC_REMOVED,
    }
)


class EventOut(Out):
    """One event. `data.set` holds the ticket fields that changed, `data.message` the message it is about."""

    seq: int
    type: str
    actor: AuthorOut
    data: dict[str, Any]
    at: Instant


class EventPage(Out):
    """A page of a ticket's log; `next_cursor` is the `after_seq` of the next one."""

    items: list[EventOut]
    next_cursor: int | None


class AboutOut(Out):
    """What an event is about when it is no ticket."""

    kind: str = Field(description="customer, organization, agent, team or insight_alert")
    id: UUID


class FeedEventOut(Out):
    """Something that happened. Of a ticket: `ticket_id`, `seq`, `actor`. Of anything else: `about`.

    `data.set` holds the fields that changed, `data.was` what they were, `data.message` the message it is about.
    """

    position: int
    id: str = Field(description="The same for ever, here and in webhooks.")
    type: str
    ticket_id: UUID | None
    seq: int | None = Field(description="Its place in the ticket's log, as this caller counts.")
    about: AboutOut | None
    actor: AuthorOut | None
    data: dict[str, Any]
    at: Instant


class FeedPage(Out):
    """A page of the change feed. Ask with `after=next` for what comes then; `next` is always there."""

    items: list[FeedEventOut]
    next: int
    has_more: bool = Field(description="Whether there is more already; a page of one type may be empty and go on.")
