from enum import StrEnum

class AgentInRole(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    LEAD = "lead"

    def __str__(self) -> str:
        return str(self.value)
