from enum import StrEnum

class ConditionInOperator(StrEnum):
    ABSENT = "absent"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    HAS_ALL = "has_all"
    HAS_ANY = "has_any"
    HAS_NONE = "has_none"
    IN = "in"
    IS = "is"
    IS_NOT = "is_not"
    NOT_IN = "not_in"
    PRESENT = "present"
    UNDER = "under"

    def __str__(self) -> str:
        return str(self.value)
