from enum import StrEnum

class ListOutboxKindType0(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"

    def __str__(self) -> str:
        return str(self.value)
