from enum import StrEnum

class LookAlikeSignsItem(StrEnum):
    CLAIMED_EMAIL = "claimed_email"
    SAME_MAILBOX = "same_mailbox"
    SAME_NAME = "same_name"
    SAME_NAME_AND_ORGANIZATION = "same_name_and_organization"
    SAME_PHONE_END = "same_phone_end"

    def __str__(self) -> str:
        return str(self.value)
