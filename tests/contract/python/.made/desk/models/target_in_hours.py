from enum import StrEnum

class TargetInHours(StrEnum):
    BUSINESS = "business"
    CALENDAR = "calendar"

    def __str__(self) -> str:
        return str(self.value)
