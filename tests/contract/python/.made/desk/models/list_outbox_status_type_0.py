from enum import StrEnum

class ListOutboxStatusType0(StrEnum):
    FAILED = "failed"
    SENDING = "sending"
    SENT = "sent"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
