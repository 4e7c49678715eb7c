from enum import StrEnum

class MacroPatchScopeType0(StrEnum):
    PERSONAL = "personal"
    SHARED = "shared"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)
