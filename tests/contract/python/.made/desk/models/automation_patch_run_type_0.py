from enum import StrEnum

class AutomationPatchRunType0(StrEnum):
    EVERY = "every"
    ONCE = "once"
    ONCE_PER_EPISODE = "once_per_episode"

    def __str__(self) -> str:
        return str(self.value)
