from enum import StrEnum

class ImportOutFormat(StrEnum):
    CHATWOOT = "chatwoot"
    CSV = "csv"
    FRESHDESK = "freshdesk"
    JSONL = "jsonl"
    ZENDESK = "zendesk"

    def __str__(self) -> str:
        return str(self.value)
