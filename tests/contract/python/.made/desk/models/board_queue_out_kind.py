from enum import StrEnum

class BoardQueueOutKind(StrEnum):
    DESK = "desk"
    QUEUE = "queue"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)
