from enum import StrEnum

class IntervalOutKind(StrEnum):
    CLOSED = "closed"
    COUNTED = "counted"
    PAUSED = "paused"

    def __str__(self) -> str:
        return str(self.value)
