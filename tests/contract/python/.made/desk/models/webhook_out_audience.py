from enum import StrEnum

class WebhookOutAudience(StrEnum):
    DESK = "desk"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
