from enum import StrEnum

class ViewPatchColumnsType0Item(StrEnum):
    ASSIGNEE_ID = "assignee_id"
    BRAND = "brand"
    CHANNEL = "channel"
    CREATED_AT = "created_at"
    LANGUAGE = "language"
    NEXT_DUE_AT = "next_due_at"
    NUMBER = "number"
    PRIORITY = "priority"
    QUEUE_ID = "queue_id"
    REQUESTER = "requester"
    SNOOZED_UNTIL = "snoozed_until"
    STATUS = "status"
    SUBJECT = "subject"
    TAGS = "tags"
    TEAM_ID = "team_id"
    TOPIC = "topic"
    TYPE = "type"
    UPDATED_AT = "updated_at"

    def __str__(self) -> str:
        return str(self.value)
