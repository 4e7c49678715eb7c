from enum import StrEnum

class LinkedOutStatus(StrEnum):
    CLOSED = "closed"
    MERGED = "merged"
    NEW = "new"
    ON_HOLD = "on_hold"
    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"

    def __str__(self) -> str:
        return str(self.value)
