from enum import StrEnum

class ViewPatchSortType0(StrEnum):
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    VALUE_0 = "-updated_at"
    VALUE_2 = "-created_at"

    def __str__(self) -> str:
        return str(self.value)
