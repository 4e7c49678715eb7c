from enum import StrEnum

class TemplateOutScope(StrEnum):
    PERSONAL = "personal"
    SHARED = "shared"
    TEAM = "team"

    def __str__(self) -> str:
        return str(self.value)
