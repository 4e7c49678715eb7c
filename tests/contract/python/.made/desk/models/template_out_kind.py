from enum import StrEnum

class TemplateOutKind(StrEnum):
    GREETING = "greeting"
    REPLY = "reply"

    def __str__(self) -> str:
        return str(self.value)
