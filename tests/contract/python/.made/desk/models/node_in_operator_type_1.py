from enum import StrEnum

class NodeInOperatorType1(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    CONTAINS = "contains"
    CONTAINS_NONE = "contains_none"
    INSIDE = "inside"
    NEWER_THAN = "newer_than"
    OLDER_THAN = "older_than"
    OUTSIDE = "outside"

    def __str__(self) -> str:
        return str(self.value)
