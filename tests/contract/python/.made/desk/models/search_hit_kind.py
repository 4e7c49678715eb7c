from enum import StrEnum

class SearchHitKind(StrEnum):
    CUSTOMER = "customer"
    MESSAGE = "message"
    TICKET = "ticket"

    def __str__(self) -> str:
        return str(self.value)
