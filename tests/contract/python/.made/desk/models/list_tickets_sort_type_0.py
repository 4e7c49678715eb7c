from enum import StrEnum

class ListTicketsSortType0(StrEnum):
    CREATED_AT = "created_at"
    NEXT_DUE_AT = "next_due_at"
    UPDATED_AT = "updated_at"
    VALUE_0 = "-updated_at"
    VALUE_2 = "-created_at"
    VALUE_5 = "-next_due_at"

    def __str__(self) -> str:
        return str(self.value)
