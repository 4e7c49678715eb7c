from enum import StrEnum

class FieldOutVisibleTo(StrEnum):
    AGENTS = "agents"
    CUSTOMERS = "customers"
    PARTNERS = "partners"

    def __str__(self) -> str:
        return str(self.value)
