from enum import StrEnum

class ViewerOutKindType0(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    PARTNER = "partner"
    SYSTEM = "system"

    def __str__(self) -> str:
        return str(self.value)
