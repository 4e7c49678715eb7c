from enum import StrEnum

class TemplatePatchFormatType0(StrEnum):
    MARKDOWN = "markdown"
    TEXT = "text"

    def __str__(self) -> str:
        return str(self.value)
