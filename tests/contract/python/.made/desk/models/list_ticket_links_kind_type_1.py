from enum import StrEnum

class ListTicketLinksKindType1(StrEnum):
    SPLIT_FROM = "split_from"
    SPLIT_INTO = "split_into"

    def __str__(self) -> str:
        return str(self.value)
