""" Contains all the data models used in inputs/outputs """

from .about_out import AboutOut
from .absence_in import AbsenceIn
from .absence_out import AbsenceOut
from .absence_page import AbsencePage
from .absence_patch import AbsencePatch
from .action_problem import ActionProblem
from .add_follower_action import AddFollowerAction
from .add_tags_action import AddTagsAction
from .address_recipient import AddressRecipient
from .agent_in import AgentIn
from .agent_in_role import AgentInRole
from .agent_out import AgentOut
from .agent_out_role import AgentOutRole
from .agent_out_status import AgentOutStatus
from .agent_page import AgentPage
from .agent_patch import AgentPatch
from .agent_patch_role_type_0 import AgentPatchRoleType0
from .agent_patch_status_type_0 import AgentPatchStatusType0
from .agent_recipient import AgentRecipient
from .api_key_in import ApiKeyIn
from .api_key_out import ApiKeyOut
from .api_key_page import ApiKeyPage
from .applied_out import AppliedOut
from .approval_in import ApprovalIn
from .approval_in_decision import ApprovalInDecision
from .approval_out import ApprovalOut
from .approval_out_status import ApprovalOutStatus
from .approval_patch import ApprovalPatch
from .approval_rule import ApprovalRule
from .approval_rule_by import ApprovalRuleBy
from .assign_action import AssignAction
from .assign_in import AssignIn
from .assign_to_me_action import AssignToMeAction
from .attached_out import AttachedOut
from .attached_out_state import AttachedOutState
from .attached_out_warning_type_0 import AttachedOutWarningType0
from .attachment_out import AttachmentOut
from .attachment_out_state import AttachmentOutState
from .attachment_out_warning_type_0 import AttachmentOutWarningType0
from .author_out import AuthorOut
from .author_out_kind import AuthorOutKind
from .automation_definition_out import AutomationDefinitionOut
from .automation_definition_out_run import AutomationDefinitionOutRun
from .automation_in import AutomationIn
from .automation_in_run import AutomationInRun
from .automation_out import AutomationOut
from .automation_out_run import AutomationOutRun
from .automation_page import AutomationPage
from .automation_patch import AutomationPatch
from .automation_patch_run_type_0 import AutomationPatchRunType0
from .automation_run_out import AutomationRunOut
from .automation_run_out_status import AutomationRunOutStatus
from .automation_run_page import AutomationRunPage
from .automation_version_out import AutomationVersionOut
from .automation_version_page import AutomationVersionPage
from .board_agent_out import BoardAgentOut
from .board_agent_out_state import BoardAgentOutState
from .board_out import BoardOut
from .board_out_agents_by_state import BoardOutAgentsByState
from .board_queue_out import BoardQueueOut
from .board_queue_out_kind import BoardQueueOutKind
from .board_team_out import BoardTeamOut
from .brand_in import BrandIn
from .brand_out import BrandOut
from .brand_page import BrandPage
from .brand_patch import BrandPatch
from .bulk_example import BulkExample
from .bulk_in import BulkIn
from .bulk_in_versions import BulkInVersions
from .bulk_item_out import BulkItemOut
from .bulk_item_out_status import BulkItemOutStatus
from .bulk_item_page import BulkItemPage
from .bulk_preview import BulkPreview
from .calendar_in import CalendarIn
from .calendar_opening_out import CalendarOpeningOut
from .calendar_out import CalendarOut
from .calendar_out_holiday_dates import CalendarOutHolidayDates
from .calendar_page import CalendarPage
from .calendar_patch import CalendarPatch
from .calendar_preview import CalendarPreview
from .calendar_preview_in import CalendarPreviewIn
from .calendar_reason import CalendarReason
from .calendar_reason_kind import CalendarReasonKind
from .calendar_restore_in import CalendarRestoreIn
from .calendar_version_out import CalendarVersionOut
from .calendar_version_out_holiday_dates import CalendarVersionOutHolidayDates
from .calendar_version_page import CalendarVersionPage
from .call_webhook_action import CallWebhookAction
from .capacity_in import CapacityIn
from .capacity_out import CapacityOut
from .cc_in import CcIn
from .cc_out import CcOut
from .ccs import Ccs
from .change_in import ChangeIn
from .change_out import ChangeOut
from .chat_in import ChatIn
from .chat_in_custom_fields import ChatInCustomFields
from .chat_out import ChatOut
from .chat_out_status import ChatOutStatus
from .chat_page import ChatPage
from .chat_transfer_in import ChatTransferIn
from .checklist_apply_in import ChecklistApplyIn
from .checklist_in import ChecklistIn
from .checklist_item import ChecklistItem
from .checklist_out import ChecklistOut
from .checklist_page import ChecklistPage
from .checklist_patch import ChecklistPatch
from .class_out import ClassOut
from .clock_out import ClockOut
from .clock_out_hours import ClockOutHours
from .clock_out_metric import ClockOutMetric
from .clock_out_state import ClockOutState
from .clock_step_out import ClockStepOut
from .closed_day_out import ClosedDayOut
from .condition_in import ConditionIn
from .condition_in_operator import ConditionInOperator
from .conditions_in import ConditionsIn
from .considered_out import ConsideredOut
from .customer_in import CustomerIn
from .customer_merge_in import CustomerMergeIn
from .customer_merge_out import CustomerMergeOut
from .customer_merge_out_filled import CustomerMergeOutFilled
from .customer_merge_page import CustomerMergePage
from .customer_note_in import CustomerNoteIn
from .customer_note_out import CustomerNoteOut
from .customer_note_page import CustomerNotePage
from .customer_note_patch import CustomerNotePatch
from .customer_out import CustomerOut
from .customer_overview import CustomerOverview
from .customer_page import CustomerPage
from .customer_patch import CustomerPatch
from .customer_timeline_item import CustomerTimelineItem
from .customer_timeline_item_data import CustomerTimelineItemData
from .customer_timeline_item_kind import CustomerTimelineItemKind
from .customer_timeline_page import CustomerTimelinePage
from .decision_out import DecisionOut
from .decision_out_excluded_by_reason import DecisionOutExcludedByReason
from .delivery_in import DeliveryIn
from .delivery_in_state import DeliveryInState
from .delivery_out import DeliveryOut
from .delivery_out_state_type_0 import DeliveryOutStateType0
from .discard_in import DiscardIn
from .distinct_in import DistinctIn
from .distribution import Distribution
from .draft_agents_in import DraftAgentsIn
from .draft_capacity_in import DraftCapacityIn
from .draft_in import DraftIn
from .draft_in_format import DraftInFormat
from .draft_in_visibility import DraftInVisibility
from .draft_out import DraftOut
from .draft_out_format import DraftOutFormat
from .draft_out_visibility import DraftOutVisibility
from .draft_queue_in import DraftQueueIn
from .draft_queue_in_handover_text import DraftQueueInHandoverText
from .draft_queue_in_languages import DraftQueueInLanguages
from .draft_queue_in_selection import DraftQueueInSelection
from .draft_skill_in import DraftSkillIn
from .drafts_out import DraftsOut
from .dry_run_in import DryRunIn
from .dry_run_in_run import DryRunInRun
from .duty_out import DutyOut
from .duty_out_off_type_0 import DutyOutOffType0
from .end_in import EndIn
from .escalate_action import EscalateAction
from .escalate_in import EscalateIn
from .escalate_up_action import EscalateUpAction
from .ev import Ev
from .ev_data import EvData
from .event_out import EventOut
from .event_out_data import EventOutData
from .event_page import EventPage
from .event_trigger_in import EventTriggerIn
from .event_trigger_in_actors_item import EventTriggerInActorsItem
from .event_type import EventType
from .feed_event_out import FeedEventOut
from .feed_event_out_data import FeedEventOutData
from .feed_page import FeedPage
from .feedback_given import FeedbackGiven
from .feedback_given_answers import FeedbackGivenAnswers
from .feedback_in import FeedbackIn
from .feedback_in_answers import FeedbackInAnswers
from .feedback_out import FeedbackOut
from .feedback_out_answers import FeedbackOutAnswers
from .feedback_page import FeedbackPage
from .feedback_summary import FeedbackSummary
from .field_error import FieldError
from .field_in import FieldIn
from .field_in_hints import FieldInHints
from .field_in_kind import FieldInKind
from .field_in_labels import FieldInLabels
from .field_in_ticket_types_item import FieldInTicketTypesItem
from .field_in_visible_to import FieldInVisibleTo
from .field_in_writable_by import FieldInWritableBy
from .field_out import FieldOut
from .field_out_hints import FieldOutHints
from .field_out_kind import FieldOutKind
from .field_out_labels import FieldOutLabels
from .field_out_ticket_types_item import FieldOutTicketTypesItem
from .field_out_visible_to import FieldOutVisibleTo
from .field_out_writable_by import FieldOutWritableBy
from .field_page import FieldPage
from .field_patch import FieldPatch
from .field_patch_hints_type_0 import FieldPatchHintsType0
from .field_patch_labels_type_0 import FieldPatchLabelsType0
from .field_patch_ticket_types_type_0_item import FieldPatchTicketTypesType0Item
from .field_patch_visible_to_type_0 import FieldPatchVisibleToType0
from .field_patch_writable_by_type_0 import FieldPatchWritableByType0
from .follow_action import FollowAction
from .follower_out import FollowerOut
from .followers import Followers
from .form_choice_out import FormChoiceOut
from .form_definition import FormDefinition
from .form_definition_ticket_type_type_0 import FormDefinitionTicketTypeType0
from .form_definition_titles import FormDefinitionTitles
from .form_in import FormIn
from .form_in_ticket_type_type_0 import FormInTicketTypeType0
from .form_in_titles import FormInTitles
from .form_out import FormOut
from .form_out_ticket_type_type_0 import FormOutTicketTypeType0
from .form_page import FormPage
from .form_patch import FormPatch
from .form_patch_ticket_type_type_0 import FormPatchTicketTypeType0
from .form_patch_titles_type_0 import FormPatchTitlesType0
from .found_message import FoundMessage
from .found_message_visibility import FoundMessageVisibility
from .from_out import FromOut
from .from_out_role import FromOutRole
from .get_queue_board_language import GetQueueBoardLanguage
from .get_ticket_routing_language import GetTicketRoutingLanguage
from .get_ticket_sla_language import GetTicketSlaLanguage
from .grant_out import GrantOut
from .group_in import GroupIn
from .handover_out import HandoverOut
from .health_out import HealthOut
from .history_out import HistoryOut
from .holiday_set import HolidaySet
from .hour_staffing_out import HourStaffingOut
from .identities import Identities
from .identity_in import IdentityIn
from .identity_out import IdentityOut
from .identity_out_kind import IdentityOutKind
from .identity_secret_out import IdentitySecretOut
from .import_in import ImportIn
from .import_in_agents import ImportInAgents
from .import_in_format import ImportInFormat
from .import_out import ImportOut
from .import_out_format import ImportOutFormat
from .import_out_options import ImportOutOptions
from .import_out_report import ImportOutReport
from .import_out_status import ImportOutStatus
from .import_page import ImportPage
from .incident_answer_out import IncidentAnswerOut
from .incident_answer_out_outcome import IncidentAnswerOutOutcome
from .incident_answer_page import IncidentAnswerPage
from .incident_answer_page_status import IncidentAnswerPageStatus
from .incidents_in import IncidentsIn
from .incidents_in_format import IncidentsInFormat
from .incidents_in_texts import IncidentsInTexts
from .intake_out import IntakeOut
from .intake_out_outcome import IntakeOutOutcome
from .intake_parked_out import IntakeParkedOut
from .interval_out import IntervalOut
from .interval_out_kind import IntervalOutKind
from .invitation_accept_in import InvitationAcceptIn
from .job_out import JobOut
from .job_out_result_type_0 import JobOutResultType0
from .job_out_status import JobOutStatus
from .job_page import JobPage
from .job_progress import JobProgress
from .ledger_entry_out import LedgerEntryOut
from .ledger_entry_out_what import LedgerEntryOutWhat
from .link_by_out import LinkByOut
from .link_in import LinkIn
from .link_in_kind import LinkInKind
from .link_out import LinkOut
from .link_out_kind_type_0 import LinkOutKindType0
from .link_out_kind_type_1 import LinkOutKindType1
from .link_page import LinkPage
from .linked_out import LinkedOut
from .linked_out_priority import LinkedOutPriority
from .linked_out_status import LinkedOutStatus
from .list_agents_role_type_0 import ListAgentsRoleType0
from .list_agents_status_type_0 import ListAgentsStatusType0
from .list_automation_runs_status_type_0 import ListAutomationRunsStatusType0
from .list_chats_status_type_0 import ListChatsStatusType0
from .list_incident_answers_outcome_type_0 import ListIncidentAnswersOutcomeType0
from .list_job_items_status_type_0 import ListJobItemsStatusType0
from .list_outbox_kind_type_0 import ListOutboxKindType0
from .list_outbox_status_type_0 import ListOutboxStatusType0
from .list_parked_webhooks_status_type_0 import ListParkedWebhooksStatusType0
from .list_queue_items_channel_type_0 import ListQueueItemsChannelType0
from .list_side_conversations_status import ListSideConversationsStatus
from .list_ticket_links_kind_type_0 import ListTicketLinksKindType0
from .list_ticket_links_kind_type_1 import ListTicketLinksKindType1
from .list_tickets_field import ListTicketsField
from .list_tickets_priority_type_0_item import ListTicketsPriorityType0Item
from .list_tickets_sort_type_0 import ListTicketsSortType0
from .list_tickets_status_type_0_item import ListTicketsStatusType0Item
from .list_timeline_order import ListTimelineOrder
from .list_webhook_deliveries_status_type_0 import ListWebhookDeliveriesStatusType0
from .load_out import LoadOut
from .logout_in import LogoutIn
from .look_alike import LookAlike
from .look_alike_page import LookAlikePage
from .look_alike_signs_item import LookAlikeSignsItem
from .look_alikes import LookAlikes
from .macro_apply_in import MacroApplyIn
from .macro_in import MacroIn
from .macro_in_scope import MacroInScope
from .macro_out import MacroOut
from .macro_out_scope import MacroOutScope
from .macro_page import MacroPage
from .macro_patch import MacroPatch
from .macro_patch_scope_type_0 import MacroPatchScopeType0
from .macro_preview_out import MacroPreviewOut
from .matched_out import MatchedOut
from .me_out import MeOut
from .me_out_kind import MeOutKind
from .merge_in import MergeIn
from .merge_out import MergeOut
from .merged_out import MergedOut
from .merged_out_outcome import MergedOutOutcome
from .message_in import MessageIn
from .message_in_format import MessageInFormat
from .message_in_visibility import MessageInVisibility
from .message_out import MessageOut
from .message_out_delivery_type_0 import MessageOutDeliveryType0
from .message_out_format import MessageOutFormat
from .message_out_visibility import MessageOutVisibility
from .message_page import MessagePage
from .message_patch import MessagePatch
from .message_patch_format_type_0 import MessagePatchFormatType0
from .move_action import MoveAction
from .needs_out import NeedsOut
from .node_in import NodeIn
from .node_in_operator_type_0 import NodeInOperatorType0
from .node_in_operator_type_1 import NodeInOperatorType1
from .not_my_area_in import NotMyAreaIn
from .note_action import NoteAction
from .note_action_format import NoteActionFormat
from .notification_count import NotificationCount
from .notification_out import NotificationOut
from .notification_out_data import NotificationOutData
from .notification_page import NotificationPage
from .notifications_read_in import NotificationsReadIn
from .notify_action import NotifyAction
from .offer_out import OfferOut
from .opening_hours import OpeningHours
from .option_in import OptionIn
from .option_in_labels import OptionInLabels
from .organization_in import OrganizationIn
from .organization_out import OrganizationOut
from .organization_page import OrganizationPage
from .organization_patch import OrganizationPatch
from .organization_short import OrganizationShort
from .outbox_item_out import OutboxItemOut
from .outbox_item_out_kind import OutboxItemOutKind
from .outbox_item_out_status import OutboxItemOutStatus
from .outbox_page import OutboxPage
from .outcome_out import OutcomeOut
from .outcome_out_details import OutcomeOutDetails
from .outside_conversation import OutsideConversation
from .outside_conversation_status import OutsideConversationStatus
from .outside_message import OutsideMessage
from .overflow_in import OverflowIn
from .parked_error import ParkedError
from .parked_out import ParkedOut
from .parked_out_status import ParkedOutStatus
from .parked_page import ParkedPage
from .parked_problem import ParkedProblem
from .parked_with_body import ParkedWithBody
from .parked_with_body_status import ParkedWithBodyStatus
from .password_in import PasswordIn
from .per_channel import PerChannel
from .per_channel_in import PerChannelIn
from .permission import Permission
from .place_out import PlaceOut
from .place_out_kind import PlaceOutKind
from .policy_choice_out import PolicyChoiceOut
from .policy_choice_out_cause import PolicyChoiceOutCause
from .presence_in import PresenceIn
from .presence_in_channels_type_0_item import PresenceInChannelsType0Item
from .presence_in_status import PresenceInStatus
from .presence_out import PresenceOut
from .presence_out_channels_item import PresenceOutChannelsItem
from .presence_out_status import PresenceOutStatus
from .preview_field import PreviewField
from .preview_in import PreviewIn
from .preview_in_mapping_type_0 import PreviewInMappingType0
from .preview_out import PreviewOut
from .preview_out_changes import PreviewOutChanges
from .preview_out_comment_type_0 import PreviewOutCommentType0
from .preview_out_existing_type_0 import PreviewOutExistingType0
from .preview_out_outcome import PreviewOutOutcome
from .preview_out_ticket_type_0 import PreviewOutTicketType0
from .problem import Problem
from .question_in import QuestionIn
from .question_in_hints_type_0 import QuestionInHintsType0
from .question_in_labels_type_0 import QuestionInLabelsType0
from .question_out import QuestionOut
from .queue_in import QueueIn
from .queue_in_handover_text import QueueInHandoverText
from .queue_in_languages import QueueInLanguages
from .queue_in_selection import QueueInSelection
from .queue_item_out import QueueItemOut
from .queue_item_out_channel import QueueItemOutChannel
from .queue_item_out_placed_by_lead_type_0 import QueueItemOutPlacedByLeadType0
from .queue_item_out_state import QueueItemOutState
from .queue_item_page import QueueItemPage
from .queue_out import QueueOut
from .queue_out_handover_text import QueueOutHandoverText
from .queue_out_languages import QueueOutLanguages
from .queue_out_selection import QueueOutSelection
from .queue_page import QueuePage
from .queue_patch import QueuePatch
from .queue_patch_handover_text_type_0 import QueuePatchHandoverTextType0
from .queue_patch_languages_type_0 import QueuePatchLanguagesType0
from .queue_patch_selection_type_0 import QueuePatchSelectionType0
from .queue_place_in import QueuePlaceIn
from .queue_place_in_place import QueuePlaceInPlace
from .queue_warning import QueueWarning
from .queue_warning_code import QueueWarningCode
from .raise_priority_action import RaisePriorityAction
from .raise_priority_action_to_type_0 import RaisePriorityActionToType0
from .rating_short import RatingShort
from .ratings_overview import RatingsOverview
from .ratings_overview_distribution import RatingsOverviewDistribution
from .read_in import ReadIn
from .reads_out import ReadsOut
from .reads_out_read import ReadsOutRead
from .ready_out import ReadyOut
from .recipient_out import RecipientOut
from .recipient_out_state import RecipientOutState
from .redact_in import RedactIn
from .reevaluate_in import ReevaluateIn
from .reference import Reference
from .refresh_in import RefreshIn
from .related_recipient import RelatedRecipient
from .related_recipient_kind import RelatedRecipientKind
from .remove_customer_identity_kind import RemoveCustomerIdentityKind
from .remove_follower_action import RemoveFollowerAction
from .remove_tags_action import RemoveTagsAction
from .render_in import RenderIn
from .render_in_visibility import RenderInVisibility
from .render_text_in import RenderTextIn
from .render_text_in_format import RenderTextInFormat
from .render_text_in_visibility import RenderTextInVisibility
from .rendered_out import RenderedOut
from .rendered_out_format import RenderedOutFormat
from .reply_action import ReplyAction
from .reply_action_format import ReplyActionFormat
from .request_type_definition import RequestTypeDefinition
from .request_type_definition_descriptions import RequestTypeDefinitionDescriptions
from .request_type_definition_names import RequestTypeDefinitionNames
from .request_type_definition_priority_type_0 import RequestTypeDefinitionPriorityType0
from .request_type_definition_ticket_type import RequestTypeDefinitionTicketType
from .request_type_in import RequestTypeIn
from .request_type_in_descriptions import RequestTypeInDescriptions
from .request_type_in_names import RequestTypeInNames
from .request_type_in_priority_type_0 import RequestTypeInPriorityType0
from .request_type_in_ticket_type import RequestTypeInTicketType
from .request_type_out import RequestTypeOut
from .request_type_page import RequestTypePage
from .request_type_patch import RequestTypePatch
from .request_type_patch_descriptions_type_0 import RequestTypePatchDescriptionsType0
from .request_type_patch_names_type_0 import RequestTypePatchNamesType0
from .request_type_patch_priority_type_0 import RequestTypePatchPriorityType0
from .request_type_patch_ticket_type_type_0 import RequestTypePatchTicketTypeType0
from .requester_in import RequesterIn
from .requester_out import RequesterOut
from .requeue_action import RequeueAction
from .restore_in import RestoreIn
from .revision_out import RevisionOut
from .revision_out_format import RevisionOutFormat
from .role_recipient import RoleRecipient
from .role_recipient_role import RoleRecipientRole
from .rotate_in import RotateIn
from .routing_change_out import RoutingChangeOut
from .routing_now_out import RoutingNowOut
from .routing_now_out_state import RoutingNowOutState
from .routing_simulation_in import RoutingSimulationIn
from .routing_step_out import RoutingStepOut
from .routing_warning_out import RoutingWarningOut
from .rule_in import RuleIn
from .rule_in_lookup import RuleInLookup
from .run_automation_out import RunAutomationOut
from .run_ticket_out import RunTicketOut
from .sample_list import SampleList
from .sample_out import SampleOut
from .search_hit import SearchHit
from .search_hit_kind import SearchHitKind
from .search_hit_match import SearchHitMatch
from .search_kind_type_0_item import SearchKindType0Item
from .search_page import SearchPage
from .search_priority_type_0_item import SearchPriorityType0Item
from .search_status_type_0_item import SearchStatusType0Item
from .search_type_type_0_item import SearchTypeType0Item
from .send_mail_action import SendMailAction
from .set_brand_action import SetBrandAction
from .set_field_action import SetFieldAction
from .set_language_action import SetLanguageAction
from .set_priority_action import SetPriorityAction
from .set_priority_action_priority import SetPriorityActionPriority
from .set_status_action import SetStatusAction
from .set_status_action_status import SetStatusActionStatus
from .set_topic_action import SetTopicAction
from .set_type_action import SetTypeAction
from .set_type_action_ticket_type import SetTypeActionTicketType
from .shift_in import ShiftIn
from .shift_out import ShiftOut
from .shift_page import ShiftPage
from .shift_patch import ShiftPatch
from .side_conversation_in import SideConversationIn
from .side_conversation_out import SideConversationOut
from .side_conversation_out_status import SideConversationOutStatus
from .side_conversation_page import SideConversationPage
from .side_conversation_patch import SideConversationPatch
from .side_conversation_patch_status_type_0 import SideConversationPatchStatusType0
from .side_message_in import SideMessageIn
from .side_message_out import SideMessageOut
from .side_message_out_author_kind import SideMessageOutAuthorKind
from .side_message_page import SideMessagePage
from .signing_secret_out import SigningSecretOut
from .simulate_in import SimulateIn
from .skill_in import SkillIn
from .skill_level_in import SkillLevelIn
from .skill_level_out import SkillLevelOut
from .skill_need_out import SkillNeedOut
from .skill_out import SkillOut
from .skill_out_levels import SkillOutLevels
from .skill_page import SkillPage
from .skill_patch import SkillPatch
from .skill_rule_in import SkillRuleIn
from .sla_definition_out import SlaDefinitionOut
from .sla_definition_out_paused_when_snoozed_item import SlaDefinitionOutPausedWhenSnoozedItem
from .sla_draft_in import SlaDraftIn
from .sla_draft_in_paused_when_snoozed_item import SlaDraftInPausedWhenSnoozedItem
from .sla_policy_in import SlaPolicyIn
from .sla_policy_in_paused_when_snoozed_item import SlaPolicyInPausedWhenSnoozedItem
from .sla_policy_out import SlaPolicyOut
from .sla_policy_out_paused_when_snoozed_item import SlaPolicyOutPausedWhenSnoozedItem
from .sla_policy_page import SlaPolicyPage
from .sla_policy_patch import SlaPolicyPatch
from .sla_policy_patch_paused_when_snoozed_type_0_item import SlaPolicyPatchPausedWhenSnoozedType0Item
from .sla_policy_version_out import SlaPolicyVersionOut
from .sla_policy_version_page import SlaPolicyVersionPage
from .snooze_action import SnoozeAction
from .snooze_in import SnoozeIn
from .source_in import SourceIn
from .source_in_mapping import SourceInMapping
from .source_in_mode import SourceInMode
from .source_in_unknown import SourceInUnknown
from .source_in_unmappable import SourceInUnmappable
from .source_out import SourceOut
from .source_out_mapping import SourceOutMapping
from .source_out_mapping_additional_property_type_1 import SourceOutMappingAdditionalPropertyType1
from .source_page import SourcePage
from .source_patch import SourcePatch
from .source_patch_mapping_type_0 import SourcePatchMappingType0
from .source_patch_mode_type_0 import SourcePatchModeType0
from .source_patch_unknown_type_0 import SourcePatchUnknownType0
from .source_patch_unmappable_type_0 import SourcePatchUnmappableType0
from .source_with_secret import SourceWithSecret
from .source_with_secret_mapping import SourceWithSecretMapping
from .source_with_secret_mapping_additional_property_type_1 import SourceWithSecretMappingAdditionalPropertyType1
from .special_day import SpecialDay
from .split_in import SplitIn
from .staffing_in import StaffingIn
from .staffing_out import StaffingOut
from .staffing_target_in import StaffingTargetIn
from .step_in import StepIn
from .step_in_metrics_item import StepInMetricsItem
from .step_out import StepOut
from .step_out_metrics_item import StepOutMetricsItem
from .sync_out import SyncOut
from .sync_out_cursors import SyncOutCursors
from .sync_reset import SyncReset
from .tag_out import TagOut
from .tag_page import TagPage
from .tags_rename_in import TagsRenameIn
from .target_in import TargetIn
from .target_in_hours import TargetInHours
from .target_in_metric import TargetInMetric
from .target_in_priority import TargetInPriority
from .task_in import TaskIn
from .task_out import TaskOut
from .task_page import TaskPage
from .task_patch import TaskPatch
from .team_in import TeamIn
from .team_out import TeamOut
from .team_page import TeamPage
from .team_patch import TeamPatch
from .template_in import TemplateIn
from .template_in_format import TemplateInFormat
from .template_in_kind import TemplateInKind
from .template_in_scope import TemplateInScope
from .template_out import TemplateOut
from .template_out_format import TemplateOutFormat
from .template_out_kind import TemplateOutKind
from .template_out_scope import TemplateOutScope
from .template_page import TemplatePage
from .template_patch import TemplatePatch
from .template_patch_format_type_0 import TemplatePatchFormatType0
from .template_patch_scope_type_0 import TemplatePatchScopeType0
from .text_problem import TextProblem
from .text_problem_code import TextProblemCode
from .ticket_in import TicketIn
from .ticket_in_custom_fields import TicketInCustomFields
from .ticket_in_priority import TicketInPriority
from .ticket_in_type import TicketInType
from .ticket_out import TicketOut
from .ticket_out_approval_type_0 import TicketOutApprovalType0
from .ticket_out_custom_fields import TicketOutCustomFields
from .ticket_out_priority import TicketOutPriority
from .ticket_out_status import TicketOutStatus
from .ticket_out_type import TicketOutType
from .ticket_page import TicketPage
from .ticket_patch import TicketPatch
from .ticket_patch_custom_fields_type_0 import TicketPatchCustomFieldsType0
from .ticket_patch_priority_type_0 import TicketPatchPriorityType0
from .ticket_patch_status_type_0 import TicketPatchStatusType0
from .ticket_patch_type_type_0 import TicketPatchTypeType0
from .ticket_ref import TicketRef
from .ticket_routing_out import TicketRoutingOut
from .ticket_short import TicketShort
from .ticket_short_status import TicketShortStatus
from .ticket_sla_out import TicketSlaOut
from .time_entry_in import TimeEntryIn
from .time_entry_out import TimeEntryOut
from .time_entry_page import TimeEntryPage
from .time_entry_patch import TimeEntryPatch
from .time_trigger_in import TimeTriggerIn
from .time_trigger_in_fact import TimeTriggerInFact
from .timeline_item import TimelineItem
from .timeline_page import TimelinePage
from .token_in import TokenIn
from .tokens_out import TokensOut
from .topic_in import TopicIn
from .topic_in_labels import TopicInLabels
from .topic_out import TopicOut
from .topic_out_labels import TopicOutLabels
from .topic_page import TopicPage
from .topic_patch import TopicPatch
from .topic_patch_labels_type_0 import TopicPatchLabelsType0
from .transfer_action import TransferAction
from .transfer_in import TransferIn
from .unassign_action import UnassignAction
from .unmerge_out import UnmergeOut
from .upload_in import UploadIn
from .upload_out import UploadOut
from .variant_in import VariantIn
from .view_count_out import ViewCountOut
from .view_counts import ViewCounts
from .view_in import ViewIn
from .view_in_columns_item import ViewInColumnsItem
from .view_in_scope import ViewInScope
from .view_in_sort import ViewInSort
from .view_out import ViewOut
from .view_out_conditions import ViewOutConditions
from .view_out_scope import ViewOutScope
from .view_page import ViewPage
from .view_patch import ViewPatch
from .view_patch_columns_type_0_item import ViewPatchColumnsType0Item
from .view_patch_sort_type_0 import ViewPatchSortType0
from .viewer_out import ViewerOut
from .viewer_out_kind_type_0 import ViewerOutKindType0
from .viewer_out_typing_type_0 import ViewerOutTypingType0
from .viewers_out import ViewersOut
from .waiting_out import WaitingOut
from .wake_action import WakeAction
from .webhook_attempt_out import WebhookAttemptOut
from .webhook_attempt_out_request_headers import WebhookAttemptOutRequestHeaders
from .webhook_attempt_out_response_headers_type_0 import WebhookAttemptOutResponseHeadersType0
from .webhook_conditions_in import WebhookConditionsIn
from .webhook_conditions_out import WebhookConditionsOut
from .webhook_delivery_detail import WebhookDeliveryDetail
from .webhook_delivery_detail_status import WebhookDeliveryDetailStatus
from .webhook_delivery_out import WebhookDeliveryOut
from .webhook_delivery_out_status import WebhookDeliveryOutStatus
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_in import WebhookIn
from .webhook_in_audience import WebhookInAudience
from .webhook_in_headers import WebhookInHeaders
from .webhook_out import WebhookOut
from .webhook_out_audience import WebhookOutAudience
from .webhook_out_disabled_because_type_0 import WebhookOutDisabledBecauseType0
from .webhook_page import WebhookPage
from .webhook_patch import WebhookPatch
from .webhook_patch_audience_type_0 import WebhookPatchAudienceType0
from .webhook_patch_headers_type_0 import WebhookPatchHeadersType0
from .webhook_payload import WebhookPayload
from .webhook_replay_in import WebhookReplayIn
from .webhook_rotate_in import WebhookRotateIn
from .webhook_with_secret import WebhookWithSecret
from .webhook_with_secret_audience import WebhookWithSecretAudience
from .webhook_with_secret_disabled_because_type_0 import WebhookWithSecretDisabledBecauseType0
from .week import Week
from .weights_in import WeightsIn
from .when_closed_in import WhenClosedIn
from .when_closed_in_do import WhenClosedInDo
from .when_closed_in_text import WhenClosedInText
from .widget_session_in import WidgetSessionIn
from .widget_session_out import WidgetSessionOut

__all__ = (
    "AboutOut",
    "AbsenceIn",
    "AbsenceOut",
    "AbsencePage",
    "AbsencePatch",
    "ActionProblem",
    "AddFollowerAction",
    "AddressRecipient",
    "AddTagsAction",
    "AgentIn",
    "AgentInRole",
    "AgentOut",
    "AgentOutRole",
    "AgentOutStatus",
    "AgentPage",
    "AgentPatch",
    "AgentPatchRoleType0",
    "AgentPatchStatusType0",
    "AgentRecipient",
    "ApiKeyIn",
    "ApiKeyOut",
    "ApiKeyPage",
    "AppliedOut",
    "ApprovalIn",
    "ApprovalInDecision",
    "ApprovalOut",
    "ApprovalOutStatus",
    "ApprovalPatch",
    "ApprovalRule",
    "ApprovalRuleBy",
    "AssignAction",
    "AssignIn",
    "AssignToMeAction",
    "AttachedOut",
    "AttachedOutState",
    "AttachedOutWarningType0",
    "AttachmentOut",
    "AttachmentOutState",
    "AttachmentOutWarningType0",
    "AuthorOut",
    "AuthorOutKind",
    "AutomationDefinitionOut",
    "AutomationDefinitionOutRun",
    "AutomationIn",
    "AutomationInRun",
    "AutomationOut",
    "AutomationOutRun",
    "AutomationPage",
    "AutomationPatch",
    "AutomationPatchRunType0",
    "AutomationRunOut",
    "AutomationRunOutStatus",
    "AutomationRunPage",
    "AutomationVersionOut",
    "AutomationVersionPage",
    "BoardAgentOut",
    "BoardAgentOutState",
    "BoardOut",
    "BoardOutAgentsByState",
    "BoardQueueOut",
    "BoardQueueOutKind",
    "BoardTeamOut",
    "BrandIn",
    "BrandOut",
    "BrandPage",
    "BrandPatch",
    "BulkExample",
    "BulkIn",
    "BulkInVersions",
    "BulkItemOut",
    "BulkItemOutStatus",
    "BulkItemPage",
    "BulkPreview",
    "CalendarIn",
    "CalendarOpeningOut",
    "CalendarOut",
    "CalendarOutHolidayDates",
    "CalendarPage",
    "CalendarPatch",
    "CalendarPreview",
    "CalendarPreviewIn",
    "CalendarReason",
    "CalendarReasonKind",
    "CalendarRestoreIn",
    "CalendarVersionOut",
    "CalendarVersionOutHolidayDates",
    "CalendarVersionPage",
    "CallWebhookAction",
    "CapacityIn",
    "CapacityOut",
    "CcIn",
    "CcOut",
    "Ccs",
    "ChangeIn",
    "ChangeOut",
    "ChatIn",
    "ChatInCustomFields",
    "ChatOut",
    "ChatOutStatus",
    "ChatPage",
    "ChatTransferIn",
    "ChecklistApplyIn",
    "ChecklistIn",
    "ChecklistItem",
    "ChecklistOut",
    "ChecklistPage",
    "ChecklistPatch",
    "ClassOut",
    "ClockOut",
    "ClockOutHours",
    "ClockOutMetric",
    "ClockOutState",
    "ClockStepOut",
    "ClosedDayOut",
    "ConditionIn",
    "ConditionInOperator",
    "ConditionsIn",
    "ConsideredOut",
    "CustomerIn",
    "CustomerMergeIn",
    "CustomerMergeOut",
    "CustomerMergeOutFilled",
    "CustomerMergePage",
    "CustomerNoteIn",
    "CustomerNoteOut",
    "CustomerNotePage",
    "CustomerNotePatch",
    "CustomerOut",
    "CustomerOverview",
    "CustomerPage",
    "CustomerPatch",
    "CustomerTimelineItem",
    "CustomerTimelineItemData",
    "CustomerTimelineItemKind",
    "CustomerTimelinePage",
    "DecisionOut",
    "DecisionOutExcludedByReason",
    "DeliveryIn",
    "DeliveryInState",
    "DeliveryOut",
    "DeliveryOutStateType0",
    "DiscardIn",
    "DistinctIn",
    "Distribution",
    "DraftAgentsIn",
    "DraftCapacityIn",
    "DraftIn",
    "DraftInFormat",
    "DraftInVisibility",
    "DraftOut",
    "DraftOutFormat",
    "DraftOutVisibility",
    "DraftQueueIn",
    "DraftQueueInHandoverText",
    "DraftQueueInLanguages",
    "DraftQueueInSelection",
    "DraftSkillIn",
    "DraftsOut",
    "DryRunIn",
    "DryRunInRun",
    "DutyOut",
    "DutyOutOffType0",
    "EndIn",
    "EscalateAction",
    "EscalateIn",
    "EscalateUpAction",
    "Ev",
    "EvData",
    "EventOut",
    "EventOutData",
    "EventPage",
    "EventTriggerIn",
    "EventTriggerInActorsItem",
    "EventType",
    "FeedbackGiven",
    "FeedbackGivenAnswers",
    "FeedbackIn",
    "FeedbackInAnswers",
    "FeedbackOut",
    "FeedbackOutAnswers",
    "FeedbackPage",
    "FeedbackSummary",
    "FeedEventOut",
    "FeedEventOutData",
    "FeedPage",
    "FieldError",
    "FieldIn",
    "FieldInHints",
    "FieldInKind",
    "FieldInLabels",
    "FieldInTicketTypesItem",
    "FieldInVisibleTo",
    "FieldInWritableBy",
    "FieldOut",
    "FieldOutHints",
    "FieldOutKind",
    "FieldOutLabels",
    "FieldOutTicketTypesItem",
    "FieldOutVisibleTo",
    "FieldOutWritableBy",
    "FieldPage",
    "FieldPatch",
    "FieldPatchHintsType0",
    "FieldPatchLabelsType0",
    "FieldPatchTicketTypesType0Item",
    "FieldPatchVisibleToType0",
    "FieldPatchWritableByType0",
    "FollowAction",
    "FollowerOut",
    "Followers",
    "FormChoiceOut",
    "FormDefinition",
    "FormDefinitionTicketTypeType0",
    "FormDefinitionTitles",
    "FormIn",
    "FormInTicketTypeType0",
    "FormInTitles",
    "FormOut",
    "FormOutTicketTypeType0",
    "FormPage",
    "FormPatch",
    "FormPatchTicketTypeType0",
    "FormPatchTitlesType0",
    "FoundMessage",
    "FoundMessageVisibility",
    "FromOut",
    "FromOutRole",
    "GetQueueBoardLanguage",
    "GetTicketRoutingLanguage",
    "GetTicketSlaLanguage",
    "GrantOut",
    "GroupIn",
    "HandoverOut",
    "HealthOut",
    "HistoryOut",
    "HolidaySet",
    "HourStaffingOut",
    "Identities",
    "IdentityIn",
    "IdentityOut",
    "IdentityOutKind",
    "IdentitySecretOut",
    "ImportIn",
    "ImportInAgents",
    "ImportInFormat",
    "ImportOut",
    "ImportOutFormat",
    "ImportOutOptions",
    "ImportOutReport",
    "ImportOutStatus",
    "ImportPage",
    "IncidentAnswerOut",
    "IncidentAnswerOutOutcome",
    "IncidentAnswerPage",
    "IncidentAnswerPageStatus",
    "IncidentsIn",
    "IncidentsInFormat",
    "IncidentsInTexts",
    "IntakeOut",
    "IntakeOutOutcome",
    "IntakeParkedOut",
    "IntervalOut",
    "IntervalOutKind",
    "InvitationAcceptIn",
    "JobOut",
    "JobOutResultType0",
    "JobOutStatus",
    "JobPage",
    "JobProgress",
    "LedgerEntryOut",
    "LedgerEntryOutWhat",
    "LinkByOut",
    "LinkedOut",
    "LinkedOutPriority",
    "LinkedOutStatus",
    "LinkIn",
    "LinkInKind",
    "LinkOut",
    "LinkOutKindType0",
    "LinkOutKindType1",
    "LinkPage",
    "ListAgentsRoleType0",
    "ListAgentsStatusType0",
    "ListAutomationRunsStatusType0",
    "ListChatsStatusType0",
    "ListIncidentAnswersOutcomeType0",
    "ListJobItemsStatusType0",
    "ListOutboxKindType0",
    "ListOutboxStatusType0",
    "ListParkedWebhooksStatusType0",
    "ListQueueItemsChannelType0",
    "ListSideConversationsStatus",
    "ListTicketLinksKindType0",
    "ListTicketLinksKindType1",
    "ListTicketsField",
    "ListTicketsPriorityType0Item",
    "ListTicketsSortType0",
    "ListTicketsStatusType0Item",
    "ListTimelineOrder",
    "ListWebhookDeliveriesStatusType0",
    "LoadOut",
    "LogoutIn",
    "LookAlike",
    "LookAlikePage",
    "LookAlikes",
    "LookAlikeSignsItem",
    "MacroApplyIn",
    "MacroIn",
    "MacroInScope",
    "MacroOut",
    "MacroOutScope",
    "MacroPage",
    "MacroPatch",
    "MacroPatchScopeType0",
    "MacroPreviewOut",
    "MatchedOut",
    "MeOut",
    "MeOutKind",
    "MergedOut",
    "MergedOutOutcome",
    "MergeIn",
    "MergeOut",
    "MessageIn",
    "MessageInFormat",
    "MessageInVisibility",
    "MessageOut",
    "MessageOutDeliveryType0",
    "MessageOutFormat",
    "MessageOutVisibility",
    "MessagePage",
    "MessagePatch",
    "MessagePatchFormatType0",
    "MoveAction",
    "NeedsOut",
    "NodeIn",
    "NodeInOperatorType0",
    "NodeInOperatorType1",
    "NoteAction",
    "NoteActionFormat",
    "NotificationCount",
    "NotificationOut",
    "NotificationOutData",
    "NotificationPage",
    "NotificationsReadIn",
    "NotifyAction",
    "NotMyAreaIn",
    "OfferOut",
    "OpeningHours",
    "OptionIn",
    "OptionInLabels",
    "OrganizationIn",
    "OrganizationOut",
    "OrganizationPage",
    "OrganizationPatch",
    "OrganizationShort",
    "OutboxItemOut",
    "OutboxItemOutKind",
    "OutboxItemOutStatus",
    "OutboxPage",
    "OutcomeOut",
    "OutcomeOutDetails",
    "OutsideConversation",
    "OutsideConversationStatus",
    "OutsideMessage",
    "OverflowIn",
    "ParkedError",
    "ParkedOut",
    "ParkedOutStatus",
    "ParkedPage",
    "ParkedProblem",
    "ParkedWithBody",
    "ParkedWithBodyStatus",
    "PasswordIn",
    "PerChannel",
    "PerChannelIn",
    "Permission",
    "PlaceOut",
    "PlaceOutKind",
    "PolicyChoiceOut",
    "PolicyChoiceOutCause",
    "PresenceIn",
    "PresenceInChannelsType0Item",
    "PresenceInStatus",
    "PresenceOut",
    "PresenceOutChannelsItem",
    "PresenceOutStatus",
    "PreviewField",
    "PreviewIn",
    "PreviewInMappingType0",
    "PreviewOut",
    "PreviewOutChanges",
    "PreviewOutCommentType0",
    "PreviewOutExistingType0",
    "PreviewOutOutcome",
    "PreviewOutTicketType0",
    "Problem",
    "QuestionIn",
    "QuestionInHintsType0",
    "QuestionInLabelsType0",
    "QuestionOut",
    "QueueIn",
    "QueueInHandoverText",
    "QueueInLanguages",
    "QueueInSelection",
    "QueueItemOut",
    "QueueItemOutChannel",
    "QueueItemOutPlacedByLeadType0",
    "QueueItemOutState",
    "QueueItemPage",
    "QueueOut",
    "QueueOutHandoverText",
    "QueueOutLanguages",
    "QueueOutSelection",
    "QueuePage",
    "QueuePatch",
    "QueuePatchHandoverTextType0",
    "QueuePatchLanguagesType0",
    "QueuePatchSelectionType0",
    "QueuePlaceIn",
    "QueuePlaceInPlace",
    "QueueWarning",
    "QueueWarningCode",
    "RaisePriorityAction",
    "RaisePriorityActionToType0",
    "RatingShort",
    "RatingsOverview",
    "RatingsOverviewDistribution",
    "ReadIn",
    "ReadsOut",
    "ReadsOutRead",
    "ReadyOut",
    "RecipientOut",
    "RecipientOutState",
    "RedactIn",
    "ReevaluateIn",
    "Reference",
    "RefreshIn",
    "RelatedRecipient",
    "RelatedRecipientKind",
    "RemoveCustomerIdentityKind",
    "RemoveFollowerAction",
    "RemoveTagsAction",
    "RenderedOut",
    "RenderedOutFormat",
    "RenderIn",
    "RenderInVisibility",
    "RenderTextIn",
    "RenderTextInFormat",
    "RenderTextInVisibility",
    "ReplyAction",
    "ReplyActionFormat",
    "RequesterIn",
    "RequesterOut",
    "RequestTypeDefinition",
    "RequestTypeDefinitionDescriptions",
    "RequestTypeDefinitionNames",
    "RequestTypeDefinitionPriorityType0",
    "RequestTypeDefinitionTicketType",
    "RequestTypeIn",
    "RequestTypeInDescriptions",
    "RequestTypeInNames",
    "RequestTypeInPriorityType0",
    "RequestTypeInTicketType",
    "RequestTypeOut",
    "RequestTypePage",
    "RequestTypePatch",
    "RequestTypePatchDescriptionsType0",
    "RequestTypePatchNamesType0",
    "RequestTypePatchPriorityType0",
    "RequestTypePatchTicketTypeType0",
    "RequeueAction",
    "RestoreIn",
    "RevisionOut",
    "RevisionOutFormat",
    "RoleRecipient",
    "RoleRecipientRole",
    "RotateIn",
    "RoutingChangeOut",
    "RoutingNowOut",
    "RoutingNowOutState",
    "RoutingSimulationIn",
    "RoutingStepOut",
    "RoutingWarningOut",
    "RuleIn",
    "RuleInLookup",
    "RunAutomationOut",
    "RunTicketOut",
    "SampleList",
    "SampleOut",
    "SearchHit",
    "SearchHitKind",
    "SearchHitMatch",
    "SearchKindType0Item",
    "SearchPage",
    "SearchPriorityType0Item",
    "SearchStatusType0Item",
    "SearchTypeType0Item",
    "SendMailAction",
    "SetBrandAction",
    "SetFieldAction",
    "SetLanguageAction",
    "SetPriorityAction",
    "SetPriorityActionPriority",
    "SetStatusAction",
    "SetStatusActionStatus",
    "SetTopicAction",
    "SetTypeAction",
    "SetTypeActionTicketType",
    "ShiftIn",
    "ShiftOut",
    "ShiftPage",
    "ShiftPatch",
    "SideConversationIn",
    "SideConversationOut",
    "SideConversationOutStatus",
    "SideConversationPage",
    "SideConversationPatch",
    "SideConversationPatchStatusType0",
    "SideMessageIn",
    "SideMessageOut",
    "SideMessageOutAuthorKind",
    "SideMessagePage",
    "SigningSecretOut",
    "SimulateIn",
    "SkillIn",
    "SkillLevelIn",
    "SkillLevelOut",
    "SkillNeedOut",
    "SkillOut",
    "SkillOutLevels",
    "SkillPage",
    "SkillPatch",
    "SkillRuleIn",
    "SlaDefinitionOut",
    "SlaDefinitionOutPausedWhenSnoozedItem",
    "SlaDraftIn",
    "SlaDraftInPausedWhenSnoozedItem",
    "SlaPolicyIn",
    "SlaPolicyInPausedWhenSnoozedItem",
    "SlaPolicyOut",
    "SlaPolicyOutPausedWhenSnoozedItem",
    "SlaPolicyPage",
    "SlaPolicyPatch",
    "SlaPolicyPatchPausedWhenSnoozedType0Item",
    "SlaPolicyVersionOut",
    "SlaPolicyVersionPage",
    "SnoozeAction",
    "SnoozeIn",
    "SourceIn",
    "SourceInMapping",
    "SourceInMode",
    "SourceInUnknown",
    "SourceInUnmappable",
    "SourceOut",
    "SourceOutMapping",
    "SourceOutMappingAdditionalPropertyType1",
    "SourcePage",
    "SourcePatch",
    "SourcePatchMappingType0",
    "SourcePatchModeType0",
    "SourcePatchUnknownType0",
    "SourcePatchUnmappableType0",
    "SourceWithSecret",
    "SourceWithSecretMapping",
    "SourceWithSecretMappingAdditionalPropertyType1",
    "SpecialDay",
    "SplitIn",
    "StaffingIn",
    "StaffingOut",
    "StaffingTargetIn",
    "StepIn",
    "StepInMetricsItem",
    "StepOut",
    "StepOutMetricsItem",
    "SyncOut",
    "SyncOutCursors",
    "SyncReset",
    "TagOut",
    "TagPage",
    "TagsRenameIn",
    "TargetIn",
    "TargetInHours",
    "TargetInMetric",
    "TargetInPriority",
    "TaskIn",
    "TaskOut",
    "TaskPage",
    "TaskPatch",
    "TeamIn",
    "TeamOut",
    "TeamPage",
    "TeamPatch",
    "TemplateIn",
    "TemplateInFormat",
    "TemplateInKind",
    "TemplateInScope",
    "TemplateOut",
    "TemplateOutFormat",
    "TemplateOutKind",
    "TemplateOutScope",
    "TemplatePage",
    "TemplatePatch",
    "TemplatePatchFormatType0",
    "TemplatePatchScopeType0",
    "TextProblem",
    "TextProblemCode",
    "TicketIn",
    "TicketInCustomFields",
    "TicketInPriority",
    "TicketInType",
    "TicketOut",
    "TicketOutApprovalType0",
    "TicketOutCustomFields",
    "TicketOutPriority",
    "TicketOutStatus",
    "TicketOutType",
    "TicketPage",
    "TicketPatch",
    "TicketPatchCustomFieldsType0",
    "TicketPatchPriorityType0",
    "TicketPatchStatusType0",
    "TicketPatchTypeType0",
    "TicketRef",
    "TicketRoutingOut",
    "TicketShort",
    "TicketShortStatus",
    "TicketSlaOut",
    "TimeEntryIn",
    "TimeEntryOut",
    "TimeEntryPage",
    "TimeEntryPatch",
    "TimelineItem",
    "TimelinePage",
    "TimeTriggerIn",
    "TimeTriggerInFact",
    "TokenIn",
    "TokensOut",
    "TopicIn",
    "TopicInLabels",
    "TopicOut",
    "TopicOutLabels",
    "TopicPage",
    "TopicPatch",
    "TopicPatchLabelsType0",
    "TransferAction",
    "TransferIn",
    "UnassignAction",
    "UnmergeOut",
    "UploadIn",
    "UploadOut",
    "VariantIn",
    "ViewCountOut",
    "ViewCounts",
    "ViewerOut",
    "ViewerOutKindType0",
    "ViewerOutTypingType0",
    "ViewersOut",
    "ViewIn",
    "ViewInColumnsItem",
    "ViewInScope",
    "ViewInSort",
    "ViewOut",
    "ViewOutConditions",
    "ViewOutScope",
    "ViewPage",
    "ViewPatch",
    "ViewPatchColumnsType0Item",
    "ViewPatchSortType0",
    "WaitingOut",
    "WakeAction",
    "WebhookAttemptOut",
    "WebhookAttemptOutRequestHeaders",
    "WebhookAttemptOutResponseHeadersType0",
    "WebhookConditionsIn",
    "WebhookConditionsOut",
    "WebhookDeliveryDetail",
    "WebhookDeliveryDetailStatus",
    "WebhookDeliveryOut",
    "WebhookDeliveryOutStatus",
    "WebhookDeliveryPage",
    "WebhookIn",
    "WebhookInAudience",
    "WebhookInHeaders",
    "WebhookOut",
    "WebhookOutAudience",
    "WebhookOutDisabledBecauseType0",
    "WebhookPage",
    "WebhookPatch",
    "WebhookPatchAudienceType0",
    "WebhookPatchHeadersType0",
    "WebhookPayload",
    "WebhookReplayIn",
    "WebhookRotateIn",
    "WebhookWithSecret",
    "WebhookWithSecretAudience",
    "WebhookWithSecretDisabledBecauseType0",
    "Week",
    "WeightsIn",
    "WhenClosedIn",
    "WhenClosedInDo",
    "WhenClosedInText",
    "WidgetSessionIn",
    "WidgetSessionOut",
)
