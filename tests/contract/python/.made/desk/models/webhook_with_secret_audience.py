from enum import StrEnum

class WebhookWithSecretAudience(StrEnum):
    DESK = "desk"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
