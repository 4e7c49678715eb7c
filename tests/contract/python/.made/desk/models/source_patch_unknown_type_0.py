from enum import StrEnum

class SourcePatchUnknownType0(StrEnum):
    CREATE = "create"
    PARK = "park"

    def __str__(self) -> str:
        return str(self.value)
