from enum import StrEnum

class DutyOutOffType0(StrEnum):
    OFF_SHIFT = "off_shift"
    OUT_OF_OFFICE = "out_of_office"

    def __str__(self) -> str:
        return str(self.value)
