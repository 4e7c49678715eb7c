from enum import StrEnum

class QueueWarningCode(StrEnum):
    NO_AGENTS = "no_agents"
    NO_TEAMS = "no_teams"
    SKILL_NOBODY_HAS = "skill_nobody_has"

    def __str__(self) -> str:
        return str(self.value)
