from enum import StrEnum

class WhenClosedInDo(StrEnum):
    CALLBACK = "callback"
    MESSAGE = "message"
    QUEUE = "queue"
    WAIT = "wait"

    def __str__(self) -> str:
        return str(self.value)
