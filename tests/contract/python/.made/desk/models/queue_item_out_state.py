from enum import StrEnum

class QueueItemOutState(StrEnum):
    HELD = "held"
    OFFERED = "offered"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
