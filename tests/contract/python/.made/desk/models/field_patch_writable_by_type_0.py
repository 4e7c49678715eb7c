from enum import StrEnum

class FieldPatchWritableByType0(StrEnum):
    AGENTS = "agents"
    CUSTOMERS = "customers"
    PARTNERS = "partners"

    def __str__(self) -> str:
        return str(self.value)
