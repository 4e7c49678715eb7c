from enum import StrEnum

class FieldInWritableBy(StrEnum):
    AGENTS = "agents"
    CUSTOMERS = "customers"
    PARTNERS = "partners"

    def __str__(self) -> str:
        return str(self.value)
