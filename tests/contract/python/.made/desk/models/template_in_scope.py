from enum import StrEnum

class TemplateInScope(StrEnum):
    PERSONAL = "personal"
    SHARED = "shared"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)
