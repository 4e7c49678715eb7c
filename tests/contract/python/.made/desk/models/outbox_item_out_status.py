from enum import StrEnum

class OutboxItemOutStatus(StrEnum):
    FAILED = "failed"
    SENDING = "sending"
    SENT = "sent"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
