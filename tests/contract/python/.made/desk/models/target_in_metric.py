from enum import StrEnum

class TargetInMetric(StrEnum):
    AGENT_WORK = "agent_work"
    CHAT_ACCEPT = "chat_accept"
    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    PERIODIC_UPDATE = "periodic_update"
    REQUESTER_WAIT = "requester_wait"
    RESOLUTION = "resolution"

    def __str__(self) -> str:
        return str(self.value)
