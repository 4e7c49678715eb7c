from enum import StrEnum

class WebhookWithSecretDisabledBecauseType0(StrEnum):
    ADMIN = "admin"
    FAILING = "failing"
    GONE = "gone"

    def __str__(self) -> str:
        return str(self.value)
