from enum import StrEnum

class RelatedRecipientKind(StrEnum):
    ASSIGNEE = "assignee"
    FOLLOWERS = "followers"
    LEADS = "leads"

    def __str__(self) -> str:
        return str(self.value)
