"""Conditions on a ticket as clients send and see them; `rules/conditions.py` says what they mean."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from app.rules.conditions import Operator
from app.schemas.base import In, Text

MAX_CONDITIONS, MAX_VALUES, MAX_VALUE_LENGTH = 50, 100, 1_000


def few(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a condition, when it is small: it is read again with every change of a ticket."""
    several = value if isinstance(value, list) else [value]
    if len(several) > MAX_VALUES:
        msg = f"must have at most {MAX_VALUES} values"
        raise ValueError(msg)
    if any(isinstance(each, str) and len(each) > MAX_VALUE_LENGTH for each in several):
        msg = f"must have at most {MAX_VALUE_LENGTH} characters in a value"
        raise ValueError(msg)
    return value


class ConditionIn(In):
    """One question about one field of the ticket."""

    field: Annotated[Text, Field(max_length=120, description="A field of the ticket, or `custom_fields.<key>`.")]
    operator: Operator
    value: Annotated[
        Any,
        BeforeValidator(few),
        Field(description="One value, a list of them (`in`, `not_in`, `has_...`), or nothing (`present`, `absent`)."),
    ] = None


Several = Annotated[list[ConditionIn], Field(max_length=MAX_CONDITIONS)]


class ConditionsIn(In):
    """All of `all` must hold and, if there are any, one of `any`. Without conditions a policy is for every ticket."""

    all: Several = []
    any: Several = []

    @model_validator(mode="after")
    def _not_many(self) -> "ConditionsIn":
        if len(self.all) + len(self.any) > MAX_CONDITIONS:
            msg = f"must be at most {MAX_CONDITIONS} conditions"
            raise ValueError(msg)
        return self
