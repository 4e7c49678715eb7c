from enum import StrEnum

class Permission(StrEnum):
    CHATSREAD = "chats:read"
    CHATSWRITE = "chats:write"
    CUSTOMERSREAD = "customers:read"
    CUSTOMERSWRITE = "customers:write"
    EVENTSREAD = "events:read"
    FEEDBACKREAD = "feedback:read"
    FEEDBACKWRITE = "feedback:write"
    KEYSWRITE = "keys:write"
    NOTIFICATIONSOWN = "notifications:own"
    PEOPLEREAD = "people:read"
    PEOPLEWRITE = "people:write"
    PRESENCEOWN = "presence:own"
    REALTIME = "realtime"
    SETTINGSREAD = "settings:read"
    SETTINGSWRITE = "settings:write"
    SHIFTSWRITE = "shifts:write"
    TICKETSREAD = "tickets:read"
    TICKETSWRITE = "tickets:write"
    VIEWSWRITE = "views:write"

    def __str__(self) -> str:
        return str(self.value)
