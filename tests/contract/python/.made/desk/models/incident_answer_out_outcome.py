from enum import StrEnum

class IncidentAnswerOutOutcome(StrEnum):
    ANSWERED = "answered"
    FAILED = "failed"
    MERGED = "merged"
    SOLVED_BEFORE = "solved_before"
    UNLINKED = "unlinked"

    def __str__(self) -> str:
        return str(self.value)
