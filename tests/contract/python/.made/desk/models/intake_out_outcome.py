from enum import StrEnum

class IntakeOutOutcome(StrEnum):
    COMMENTED = "commented"
    CREATED = "created"
    STALE = "stale"
    UNCHANGED = "unchanged"
    UPDATED = "updated"

    def __str__(self) -> str:
        return str(self.value)
