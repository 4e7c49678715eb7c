from enum import StrEnum

class FieldOutKind(StrEnum):
    AGENT = "agent"
    BOOLEAN = "boolean"
    CUSTOMER = "customer"
    DATE = "date"
    DATETIME = "datetime"
    EMAIL = "email"
    INTEGER = "integer"
    LONG_TEXT = "long_text"
    MULTI_SELECT = "multi_select"
    NUMBER = "number"
    PHONE = "phone"
    SELECT = "select"
    TEXT = "text"
    URL = "url"

    def __str__(self) -> str:
        return str(self.value)
