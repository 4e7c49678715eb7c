from enum import StrEnum

class WebhookOutDisabledBecauseType0(StrEnum):
    ADMIN = "admin"
    FAILING = "failing"
    GONE = "gone"

    def __str__(self) -> str:
        return str(self.value)
