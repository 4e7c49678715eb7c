from enum import StrEnum

class SourcePatchUnmappableType0(StrEnum):
    PARK = "park"
    REFUSE = "refuse"

    def __str__(self) -> str:
        return str(self.value)
