from enum import StrEnum

class AttachedOutWarningType0(StrEnum):
    ARCHIVE_RATIO = "archive_ratio"
    MIXED_CONTENT = "mixed_content"

    def __str__(self) -> str:
        return str(self.value)
