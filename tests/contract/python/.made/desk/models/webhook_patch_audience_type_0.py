from enum import StrEnum

class WebhookPatchAudienceType0(StrEnum):
    DESK = "desk"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
