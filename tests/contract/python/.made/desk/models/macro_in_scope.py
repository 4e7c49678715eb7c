from enum import StrEnum

class MacroInScope(StrEnum):
    PERSONAL = "personal"
    SHARED = "shared"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)
