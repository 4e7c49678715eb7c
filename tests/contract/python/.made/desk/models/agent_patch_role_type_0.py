from enum import StrEnum

class AgentPatchRoleType0(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    LEAD = "lead"

    def __str__(self) -> str:
        return str(self.value)
