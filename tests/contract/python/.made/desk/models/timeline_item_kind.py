from enum import StrEnum

class TimelineItemKind(StrEnum):
    CHAT = "chat"
    FEEDBACK = "feedback"
    MERGE = "merge"
    NOTE = "note"
    TICKET = "ticket"

    def __str__(self) -> str:
        return str(self.value)
