from enum import StrEnum

class QueueInSelection(StrEnum):
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    MOST_SPARE = "most_spare"

    def __str__(self) -> str:
        return str(self.value)
