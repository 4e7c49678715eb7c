from enum import StrEnum

class PreviewOutOutcome(StrEnum):
    COMMENTED = "commented"
    CREATED = "created"
    PARKED = "parked"
    REFUSED = "refused"
    STALE = "stale"
    UNCHANGED = "unchanged"
    UPDATED = "updated"

    def __str__(self) -> str:
        return str(self.value)
