"""What a violated database constraint means to the client: its code, its field, its sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """The refusal behind a constraint."""

    code: str
    field: str
    detail: str


CONSTRAINTS: dict[str, Meaning] = {
    "tickets_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "tickets_team_id_fkey": Meaning("unknown_team", "team_id", "There is no such team"),
    "tickets_assignee_id_fkey": Meaning("unknown_agent", "assignee_id", "There is no such active agent"),
    "tickets_requester_id_fkey": Meaning("unknown_customer", "requester", "There is no such customer"),
    "tickets_external": Meaning("external_id_taken", "external_id", "A ticket of this source has that external id"),
    "agents_email_unique": Meaning("email_taken", "email", "Another agent has this e-mail address"),
    "customers_email_unique": Meaning("email_taken", "email", "Another customer has this e-mail address"),
    "customers_phone_unique": Meaning("phone_taken", "phone", "Another customer has this phone number"),
    "customers_external_id_unique": Meaning("external_id_taken", "external_id", "Another customer has this id"),
    "customers_organization_id_fkey": Meaning(
        "unknown_organization", "organization_id", "There is no such organization"
    ),
    "organizations_name_key": Meaning("name_taken", "name", "Another organization has this name"),
    "organizations_external_id_key": Meaning("external_id_taken", "external_id", "Another organization has this id"),
    "teams_name_unique": Meaning("name_taken", "name", "Another team has this name"),
    "teams_escalates_to_id_fkey": Meaning("unknown_team", "escalates_to_id", "There is no such team"),
    "agents_calendar_id_fkey": Meaning(
        "unknown_calendar", "calendar_id", "There is no such calendar, or it is archived"
    ),
    "insight_rules_name_unique": Meaning("name_taken", "name", "Another rule has this name, whatever its case"),
    "insight_rules_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "insight_rules_team_id_fkey": Meaning("unknown_team", "team_id", "There is no such team"),
    "scorecards_key_key": Meaning("key_taken", "key", "Another scorecard has this key"),
    "reviews_once": Meaning("already_reviewed", "agent_id", "This work is being reviewed by this scorecard"),
    "reviews_once_in_calibration": Meaning("already_reviewed", "calibration_id", "You have begun your view of it"),
    "review_rules_name_unique": Meaning("name_taken", "name", "Another rule has this name, whatever its case"),
    "survey_campaigns_name_unique": Meaning("name_taken", "name", "Another campaign has this name, whatever its case"),
    "skills_name_unique": Meaning("name_taken", "name", "Another skill has this name, whatever its case"),
    "agent_skills_skill_id_fkey": Meaning("unknown_skill", "skills", "There is no such skill"),
    "queues_name_key": Meaning("name_taken", "name", "Another queue has this name"),
    "queues_calendar_id_fkey": Meaning(
        "unknown_calendar", "calendar_id", "There is no such calendar, or it is archived"
    ),
    "tickets_queue_id_fkey": Meaning("unknown_queue", "queue_id", "There is no such queue"),
    "chats_queue_id_fkey": Meaning("unknown_queue", "queue_id", "There is no such queue"),
    "shifts_agent_id_fkey": Meaning("unknown_agent", "agent_id", "There is no such agent"),
    "absences_agent_id_fkey": Meaning("unknown_agent", "agent_id", "There is no such agent"),
    "absences_substitute_id_fkey": Meaning("unknown_agent", "substitute_id", "There is no such active agent"),
    "calendars_name_key": Meaning("name_taken", "name", "Another calendar has this name"),
    "team_members_agent_id_fkey": Meaning("unknown_agent", "agent_ids", "There is no such agent"),
    "channels_address_unique": Meaning("address_taken", "address", "Another channel of this kind has this address"),
    "channels_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "channels_team_id_fkey": Meaning("unknown_team", "team_id", "There is no such team"),
    "brands_key_key": Meaning("key_taken", "key", "Another brand has this key"),
    "brands_calendar_id_fkey": Meaning(
        "unknown_calendar", "calendar_id", "There is no such calendar, or it is archived"
    ),
    "brands_default_team_id_fkey": Meaning("unknown_team", "default_team_id", "There is no such team"),
    "components_key_key": Meaning("key_taken", "key", "Another component has this key"),
    "fields_key_key": Meaning("key_taken", "key", "Another field has this key"),
    "topics_path_unique": Meaning("topic_taken", "key", "There is such a topic already, whatever its case"),
    "forms_key_key": Meaning("key_taken", "key", "Another form has this key"),
    "request_types_key_key": Meaning("key_taken", "key", "Another type of request has this key"),
    "checklists_key_key": Meaning("key_taken", "key", "Another checklist has this key"),
    "tickets_request_type_fkey": Meaning("unknown_request_type", "request_type", "There is no such type of request"),
    "ticket_tasks_assignee_id_fkey": Meaning("unknown_agent", "assignee_id", "There is no such agent"),
    "sla_policies_name_key": Meaning("name_taken", "name", "Another policy has this name"),
    "automations_name_key": Meaning("name_taken", "name", "Another automation has this name"),
    "templates_shortcut_unique": Meaning("shortcut_taken", "shortcut", "Another template has this shortcut"),
    "templates_greeting_unique": Meaning("greeting_taken", "kind", "There is a greeting already: change or archive it"),
    "templates_owner_id_fkey": Meaning("unknown_agent", "owner_id", "There is no such agent"),
    "templates_team_id_fkey": Meaning("unknown_team", "team_id", "There is no such team"),
    "sources_key_key": Meaning("key_taken", "key", "Another source has this key"),
    "sources_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "api_keys_source_id_fkey": Meaning("unknown_source", "source_id", "There is no such source"),
    "chats_live_per_ticket": Meaning("chat_already_live", "ticket_id", "This ticket already has a live chat"),
    "drafts_pkey": Meaning("draft_exists", "draft", "You have a draft on this ticket"),
    "surveys_key_key": Meaning("key_taken", "key", "Another survey has this key"),
    "monitors_name_unique": Meaning("name_taken", "name", "Another monitor has this name"),
    "monitors_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "maintenance_windows_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "alert_sources_name_unique": Meaning("name_taken", "name", "Another source of alerts has this name"),
    "alert_sources_brand_fkey": Meaning("unknown_brand", "brand", "There is no such brand"),
    "feedback_invitation_id_key": Meaning("already_answered", "score", "This survey has been answered"),
}
