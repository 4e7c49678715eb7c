from enum import StrEnum

class EventTriggerInActorsItem(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    PARTNER = "partner"
    SYSTEM = "system"

    def __str__(self) -> str:
        return str(self.value)
