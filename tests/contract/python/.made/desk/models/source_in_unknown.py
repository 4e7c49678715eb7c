from enum import StrEnum

class SourceInUnknown(StrEnum):
    CREATE = "create"
    PARK = "park"

    def __str__(self) -> str:
        return str(self.value)
