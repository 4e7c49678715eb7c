from enum import StrEnum

class RoutingNowOutState(StrEnum):
    HELD = "held"
    NOT_OPEN = "not_open"
    OFFERED = "offered"
    SNOOZED = "snoozed"
    WAITING = "waiting"
    WITH_AGENT = "with_agent"

    def __str__(self) -> str:
        return str(self.value)
