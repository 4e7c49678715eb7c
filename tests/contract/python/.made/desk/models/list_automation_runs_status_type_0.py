from enum import StrEnum

class ListAutomationRunsStatusType0(StrEnum):
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    def __str__(self) -> str:
        return str(self.value)
