from enum import StrEnum

class QueuePlaceInPlace(StrEnum):
    FIRST = "first"
    IN_ORDER = "in_order"
    LAST = "last"

    def __str__(self) -> str:
        return str(self.value)
