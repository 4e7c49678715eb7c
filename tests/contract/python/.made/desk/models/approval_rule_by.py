from enum import StrEnum

class ApprovalRuleBy(StrEnum):
    AGENT = "agent"
    LEADS = "leads"

    def __str__(self) -> str:
        return str(self.value)
