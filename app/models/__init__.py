"""Tables, one file per noun; no table module imports another."""

from app.models.agent_identities import AgentIdentity, SignInCode
from app.models.agent_time import AgentDay, AgentSlot, AgentSlotsUntil, AgentSpan
from app.models.agents import Agent, AgentLoad, SignIn
from app.models.api_keys import ApiKey
from app.models.article_categories import ArticleCategory
from app.models.article_uses import ArticleUse
from app.models.articles import Article, ArticleFile, ArticleRelated, ArticleSlug, ArticleTranslation, ArticleVersion
from app.models.assistant_answers import AssistantAnswer
from app.models.assistant_calls import AssistantCall, AssistantDay
from app.models.attachments import Attachment
from app.models.automatic_answers import AutomaticAnswer
from app.models.automations import Automation, AutomationKey, AutomationRun, AutomationTask, AutomationVersion
from app.models.brands import Brand
from app.models.calendars import Calendar, CalendarVersion
from app.models.calibrations import Calibration, CalibrationReviewer
from app.models.calls import Call, Callback
from app.models.channels import Channel, ChannelIdentity, ChannelMessage, ChannelThread
from app.models.chats import Chat, Offer
from app.models.checklists import Checklist
from app.models.coaching_notes import CoachingNote
from app.models.components import Component
from app.models.customer_opt_outs import CustomerOptOut
from app.models.customers import Customer, CustomerDistinction, CustomerMerge, CustomerNote, VisitorSession
from app.models.deliveries import Delivery
from app.models.drafts import Draft
from app.models.events import Event
from app.models.feed import FeedCursor, FeedJump, FeedRow, FeedState, FeedTodo
from app.models.feedback import Feedback, FeedbackVersion, SurveyInvitation
from app.models.fields import FieldDefinition
from app.models.forms import Form, FormSubmission
from app.models.grants import RealtimeGrant
from app.models.help_documents import HelpDocument, HelpWord
from app.models.help_synonyms import HelpSynonym, HelpSynonymWord
from app.models.help_visits import HelpRead, HelpSearch, HelpVisit, HelpVote
from app.models.ideas import Idea, IdeaAnswer, IdeaComment, IdeaTicket, IdeaVote
from app.models.idempotency import IdempotencyKey
from app.models.imports import BulkPart, ImportItem, ImportRun
from app.models.inbound import Inbound
from app.models.incidents import (
    Incident,
    IncidentCandidate,
    IncidentComponent,
    IncidentEvent,
    IncidentPostMortem,
    IncidentTelling,
    IncidentUpdate,
    IncidentUpdateVersion,
)
from app.models.insights import (
    InsightAlert,
    InsightAlertTicket,
    InsightCluster,
    InsightClusterTicket,
    InsightRepeat,
    InsightRule,
    InsightState,
    InsightTicket,
)
from app.models.jobs import Job
from app.models.macros import Macro
from app.models.mail_cursors import MailCursor
from app.models.message_sources import MessageSource
from app.models.message_translations import MessageTranslation, TicketTranslation
from app.models.messages import Message, MessageRevision
from app.models.monitors import (
    Alarm,
    Alert,
    AlertSource,
    MaintenanceWindow,
    Monitor,
    MonitorCheck,
    MonitorSlot,
    MonitorTime,
)
from app.models.notifications import Notification, TicketFollower
from app.models.organizations import Organization
from app.models.outbound import Outbound, TicketReplyChannel
from app.models.outbox import OutboxItem
from app.models.outreaches import Outreach, OutreachAnswer, OutreachRecipient
from app.models.pictures import Picture
from app.models.portal import PortalLink
from app.models.queues import Queue, QueueItem, ReturningTicket
from app.models.reads import TicketRead
from app.models.report_schedules import ReportRun, ReportSchedule
from app.models.reports import ReportFact, ReportKey, ReportSegment, ReportState, ReportTicket
from app.models.request_types import RequestType
from app.models.review_rules import ReviewAssignment, ReviewRule
from app.models.reviews import Review
from app.models.scorecards import Scorecard, ScorecardVersion
from app.models.search import SearchDocument, SearchWord
from app.models.second_factors import SecondFactor
from app.models.shared_limits import SharedLimit
from app.models.shifts import Absence, Shift
from app.models.side_conversations import SideConversation, SideMessage
from app.models.skills import AgentSkill, Skill
from app.models.sla_clocks import SlaClock, SlaTodo, TicketSla
from app.models.sla_policies import SlaPolicy, SlaPolicyVersion
from app.models.sources import IntakeParked, IntakeReceipt, IntakeSample, IntakeThread, Source
from app.models.spam import SpamExample, SpamWord
from app.models.status_subscriptions import StatusNotice, StatusSubscription
from app.models.suggestions import SuggestionExample, SuggestionUse, SuggestionWord
from app.models.survey_campaigns import (
    PulseAnswer,
    PulseInvitation,
    SurveyCampaign,
    SurveyCampaignPerson,
    SurveyCampaignRun,
)
from app.models.surveys import Survey, SurveyVersion
from app.models.tags import Tag, TagChange
from app.models.teams import Team, TeamMember
from app.models.telegram_polling import TelegramPolling
from app.models.templates import Template, UsageCount
from app.models.ticket_approvals import TicketApproval
from app.models.ticket_bulk import BulkItem
from app.models.ticket_ccs import TicketCc
from app.models.ticket_links import ChildTold, IncidentAnswer, TicketLink
from app.models.ticket_measures import TicketMeasure
from app.models.ticket_participants import HeldMail, TicketParticipant
from app.models.ticket_tasks import TicketTask
from app.models.ticket_time import TimeEntry
from app.models.tickets import Ticket
from app.models.topic_models import TopicModel, TopicModelData, TopicModelDay
from app.models.topic_settings import TopicSettings
from app.models.topic_suggestions import TopicSuggestion
from app.models.topics import Topic
from app.models.transcript_mails import TranscriptMail
from app.models.views import View, ViewCount
from app.models.vocabularies import VocabularyStamp
from app.models.webhooks import Webhook, WebhookAttempt, WebhookDelivery, WebhookLane

__all__ = [
    "Absence", "Agent", "AgentDay", "AgentIdentity", "AgentLoad", "AgentSkill", "AgentSlot", "AgentSlotsUntil",
    "AgentSpan", "Alarm", "Alert", "AlertSource", "ApiKey", "Article", "ArticleCategory", "ArticleFile",
    "ArticleRelated", "ArticleSlug", "ArticleTranslation", "ArticleUse", "ArticleVersion", "AssistantAnswer",
    "AssistantCall", "AssistantDay", "Attachment", "AutomaticAnswer", "Automation", "AutomationKey", "AutomationRun",
    "AutomationTask", "AutomationVersion", "Brand", "BulkItem", "BulkPart", "Calendar", "CalendarVersion",
    "Calibration", "CalibrationReviewer", "Call", "Callback", "Channel", "ChannelIdentity", "ChannelMessage",
    "ChannelThread", "Chat", "Checklist", "ChildTold", "CoachingNote", "Component", "Customer", "CustomerDistinction",
    "CustomerMerge", "CustomerNote", "CustomerOptOut", "Delivery", "Draft", "Event", "FeedCursor", "FeedJump",
    "FeedRow", "FeedState", "FeedTodo", "Feedback", "FeedbackVersion", "FieldDefinition", "Form", "FormSubmission",
    "HeldMail", "HelpDocument", "HelpRead", "HelpSearch", "HelpSynonym", "HelpSynonymWord", "HelpVisit", "HelpVote",
    "HelpWord", "Idea", "IdeaAnswer", "IdeaComment", "IdeaTicket", "IdeaVote", "IdempotencyKey", "ImportItem",
    "ImportRun", "Inbound", "Incident", "IncidentAnswer", "IncidentCandidate", "IncidentComponent", "IncidentEvent",
    "IncidentPostMortem", "IncidentTelling", "IncidentUpdate", "IncidentUpdateVersion", "InsightAlert",
    "InsightAlertTicket", "InsightCluster", "InsightClusterTicket", "InsightRepeat", "InsightRule", "InsightState",
    "InsightTicket", "IntakeParked", "IntakeReceipt", "IntakeSample", "IntakeThread", "Job", "Macro", "MailCursor",
    "MaintenanceWindow", "Message", "MessageRevision", "MessageSource", "MessageTranslation", "Monitor", "MonitorCheck",
    "MonitorSlot", "MonitorTime", "Notification", "Offer", "Organization", "Outbound", "OutboxItem", "Outreach",
    "OutreachAnswer", "OutreachRecipient", "Picture", "PortalLink", "PulseAnswer", "PulseInvitation", "Queue",
    "QueueItem", "RealtimeGrant", "ReportFact", "ReportKey", "ReportRun", "ReportSchedule", "ReportSegment",
    "ReportState", "ReportTicket", "RequestType", "ReturningTicket", "Review", "ReviewAssignment", "ReviewRule",
    "Scorecard", "ScorecardVersion", "SearchDocument", "SearchWord", "SecondFactor", "SharedLimit", "Shift",
    "SideConversation", "SideMessage", "SignIn", "SignInCode", "Skill", "SlaClock", "SlaPolicy", "SlaPolicyVersion",
    "SlaTodo", "Source", "SpamExample", "SpamWord", "StatusNotice", "StatusSubscription", "SuggestionExample",
    "SuggestionUse", "SuggestionWord", "Survey", "SurveyCampaign", "SurveyCampaignPerson", "SurveyCampaignRun",
    "SurveyInvitation", "SurveyVersion", "Tag", "TagChange", "Team", "TeamMember", "TelegramPolling", "Template",
    "Ticket", "TicketApproval", "TicketCc", "TicketFollower", "TicketLink", "TicketMeasure", "TicketParticipant",
    "TicketRead", "TicketReplyChannel", "TicketSla", "TicketTask", "TicketTranslation", "TimeEntry", "Topic",
    "TopicModel", "TopicModelData", "TopicModelDay", "TopicSettings", "TopicSuggestion", "TranscriptMail", "UsageCount",
    "View", "ViewCount", "VisitorSession", "VocabularyStamp", "Webhook", "WebhookAttempt", "WebhookDelivery",
    "WebhookLane",
]  # fmt: skip
