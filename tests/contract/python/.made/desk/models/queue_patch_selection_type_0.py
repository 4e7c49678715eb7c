from enum import StrEnum

class QueuePatchSelectionType0(StrEnum):
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    MOST_SPARE = "most_spare"

    def __str__(self) -> str:
        return str(self.value)
