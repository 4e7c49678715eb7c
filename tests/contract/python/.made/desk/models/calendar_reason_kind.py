from enum import StrEnum

class CalendarReasonKind(StrEnum):
    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    WEEKLY = "weekly"

    def __str__(self) -> str:
        return str(self.value)
