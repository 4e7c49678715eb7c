from enum import StrEnum

class TextProblemCode(StrEnum):
    INTERNAL_VARIABLE = "internal_variable"
    INVALID_TEMPLATE = "invalid_template"
    UNKNOWN_VARIABLE = "unknown_variable"

    def __str__(self) -> str:
        return str(self.value)
