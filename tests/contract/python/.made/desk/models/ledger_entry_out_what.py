from enum import StrEnum

class LedgerEntryOutWhat(StrEnum):
    ACTIVATED = "activated"
    BREACHED = "breached"
    CANCELLED = "cancelled"
    FULFILLED = "fulfilled"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETARGETED = "retargeted"

    def __str__(self) -> str:
        return str(self.value)
