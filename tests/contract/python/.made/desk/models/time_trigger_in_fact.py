from enum import StrEnum

class TimeTriggerInFact(StrEnum):
    ASSIGNED_SINCE = "assigned_since"
    CREATED_AT = "created_at"
    CUSTOM_FIELD = "custom_field"
    LAST_AGENT_MESSAGE_AT = "last_agent_message_at"
    LAST_CUSTOMER_MESSAGE_AT = "last_customer_message_at"
    NEXT_DUE_AT = "next_due_at"
    SOLVED_AT = "solved_at"
    STATUS_SINCE = "status_since"

    def __str__(self) -> str:
        return str(self.value)
