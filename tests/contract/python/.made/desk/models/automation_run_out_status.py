from enum import StrEnum

class AutomationRunOutStatus(StrEnum):
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    def __str__(self) -> str:
        return str(self.value)
