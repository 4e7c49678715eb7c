from enum import StrEnum

class ChatOutStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"
    OFFERED = "offered"
    QUEUED = "queued"

    def __str__(self) -> str:
        return str(self.value)
