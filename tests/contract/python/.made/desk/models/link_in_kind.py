from enum import StrEnum

class LinkInKind(StrEnum):
    CHILD_OF = "child_of"
    DUPLICATED_BY = "duplicated_by"
    DUPLICATE_OF = "duplicate_of"
    FOLLOWED_UP_BY = "followed_up_by"
    FOLLOW_UP_OF = "follow_up_of"
    INCIDENT_OF = "incident_of"
    PARENT_OF = "parent_of"
    PROBLEM_OF = "problem_of"
    RELATED = "related"

    def __str__(self) -> str:
        return str(self.value)
