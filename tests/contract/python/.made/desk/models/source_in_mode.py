from enum import StrEnum

class SourceInMode(StrEnum):
    CREATE_ONLY = "create_only"
    UPSERT = "upsert"

    def __str__(self) -> str:
        return str(self.value)
