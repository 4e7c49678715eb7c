from enum import StrEnum

class SourceInUnmappable(StrEnum):
    PARK = "park"
    REFUSE = "refuse"

    def __str__(self) -> str:
        return str(self.value)
