from enum import StrEnum

class SideMessageOutAuthorKind(StrEnum):
    AGENT = "agent"
    OUTSIDE = "outside"

    def __str__(self) -> str:
        return str(self.value)
