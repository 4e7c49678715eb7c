"""Tables, one file per noun; no table module imports another."""

from app.models.agents import Agent, AgentLoad, SignIn
from app.models.api_keys import ApiKey
from app.models.automations import Automation, AutomationKey, AutomationRun, AutomationTask, AutomationVersion
from app.models.brands import Brand
from app.models.calendars import Calendar, CalendarVersion
from app.models.chats import Chat, Offer
from app.models.customers import Customer, CustomerDistinction, CustomerMerge, CustomerNote, VisitorSession
from app.models.events import Event
from app.models.feed import FeedCursor, FeedJump, FeedRow, FeedState, FeedTodo
from app.models.feedback import Feedback, SurveyInvitation
from app.models.grants import RealtimeGrant
from app.models.idempotency import IdempotencyKey
from app.models.jobs import Job
from app.models.macros import Macro
from app.models.messages import Message
from app.models.notifications import Notification, TicketFollower
from app.models.organizations import Organization
from app.models.outbox import OutboxItem
from app.models.queues import Queue, QueueItem, ReturningTicket
from app.models.reads import TicketRead
from app.models.shifts import Absence, Shift
from app.models.skills import AgentSkill, Skill
from app.models.sla_clocks import SlaClock, SlaTodo, TicketSla
from app.models.sla_policies import SlaPolicy, SlaPolicyVersion
from app.models.sources import IntakeReceipt, Source
from app.models.teams import Team, TeamMember
from app.models.templates import Template, UsageCount
from app.models.tickets import Ticket

__all__ = [
    "Absence",
    "Agent",
    "AgentLoad",
    "AgentSkill",
    "ApiKey",
    "Automation",
    "AutomationKey",
    "AutomationRun",
    "AutomationTask",
    "AutomationVersion",
    "Brand",
    "Calendar",
    "CalendarVersion",
    "Chat",
    "Customer",
    "CustomerDistinction",
    "CustomerMerge",
    "CustomerNote",
    "Event",
    "FeedCursor",
    "FeedJump",
    "FeedRow",
    "FeedState",
    "FeedTodo",
    "Feedback",
    "IdempotencyKey",
    "IntakeReceipt",
    "Job",
    "Macro",
    "Message",
    "Notification",
    "Offer",
    "Organization",
    "OutboxItem",
    "Queue",
    "QueueItem",
    "RealtimeGrant",
    "ReturningTicket",
    "Shift",
    "SignIn",
    "Skill",
    "SlaClock",
    "SlaPolicy",
    "SlaPolicyVersion",
    "SlaTodo",
    "Source",
    "SurveyInvitation",
    "Team",
    "TeamMember",
    "Template",
    "Ticket",
    "TicketFollower",
    "TicketRead",
    "TicketSla",
    "UsageCount",
    "VisitorSession",
]
