from enum import StrEnum

class MeOutKind(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
