from enum import StrEnum

class MergedOutOutcome(StrEnum):
    ALREADY = "already"
    MERGED = "merged"

    def __str__(self) -> str:
        return str(self.value)
