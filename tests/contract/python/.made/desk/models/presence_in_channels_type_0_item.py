from enum import StrEnum

class PresenceInChannelsType0Item(StrEnum):
    CALL = "call"
    CHAT = "chat"
    TICKET = "ticket"

    def __str__(self) -> str:
        return str(self.value)
