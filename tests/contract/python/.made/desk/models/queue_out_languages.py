from enum import StrEnum

class QueueOutLanguages(StrEnum):
    IGNORED = "ignored"
    PREFERRED = "preferred"
    REQUIRED = "required"

    def __str__(self) -> str:
        return str(self.value)
