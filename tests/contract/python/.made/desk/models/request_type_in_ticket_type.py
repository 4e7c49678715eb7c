from enum import StrEnum

class RequestTypeInTicketType(StrEnum):
    INCIDENT = "incident"
    PROBLEM = "problem"
    QUESTION = "question"
    REQUEST = "request"
    TASK = "task"

    def __str__(self) -> str:
        return str(self.value)
