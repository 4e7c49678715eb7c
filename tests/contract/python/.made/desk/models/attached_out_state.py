from enum import StrEnum

class AttachedOutState(StrEnum):
    CLEAN = "clean"
    FAILED = "failed"
    INFECTED = "infected"
    PENDING = "pending"
    UNSCANNED = "unscanned"

    def __str__(self) -> str:
        return str(self.value)
