from enum import StrEnum

class QueuePatchLanguagesType0(StrEnum):
    IGNORED = "ignored"
    PREFERRED = "preferred"
    REQUIRED = "required"

    def __str__(self) -> str:
        return str(self.value)
