from enum import StrEnum

class BoardAgentOutState(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    BUSY = "busy"
    FULL = "full"
    OFFLINE = "offline"
    OFF_SHIFT = "off_shift"
    OUT_OF_OFFICE = "out_of_office"
    WRAPPING_UP = "wrapping_up"

    def __str__(self) -> str:
        return str(self.value)
