from enum import StrEnum

class QueueInLanguages(StrEnum):
    IGNORED = "ignored"
    PREFERRED = "preferred"
    REQUIRED = "required"

    def __str__(self) -> str:
        return str(self.value)
