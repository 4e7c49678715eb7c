from enum import StrEnum

class QueueItemOutPlacedByLeadType0(StrEnum):
    FIRST = "first"
    LAST = "last"

    def __str__(self) -> str:
        return str(self.value)
