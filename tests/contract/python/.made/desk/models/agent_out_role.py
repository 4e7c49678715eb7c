from enum import StrEnum

class AgentOutRole(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    LEAD = "lead"

    def __str__(self) -> str:
        return str(self.value)
