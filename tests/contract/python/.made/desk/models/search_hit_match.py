from enum import StrEnum

class SearchHitMatch(StrEnum):
    EXACT = "exact"
    SIMILAR = "similar"
    WORDS = "words"

    def __str__(self) -> str:
        return str(self.value)
