from enum import StrEnum

class OutboxItemOutKind(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"

    def __str__(self) -> str:
        return str(self.value)
