from enum import StrEnum

class ParkedOutStatus(StrEnum):
    DISCARDED = "discarded"
    PARKED = "parked"
    REPLAYED = "replayed"

    def __str__(self) -> str:
        return str(self.value)
