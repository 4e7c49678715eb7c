"""Column shapes that several tables share."""

from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

# Rows come from the database and are never validated: making validators for them made every start a tenth longer.
SQLModel.model_config["defer_build"] = True


def at(*, nullable: bool = False, index: bool = False) -> Any:  # noqa: ANN401 - what Field returns
    """An instant: timestamptz."""
    default = None if nullable else ...
    return Field(default=default, sa_type=DateTime(timezone=True), nullable=nullable, index=index)


def words() -> Any:  # noqa: ANN401
    """A list of short texts: text[]."""
    return Field(default_factory=list, sa_type=ARRAY(Text), nullable=False, sa_column_kwargs={"server_default": "{}"})


def document() -> Any:  # noqa: ANN401
    """A JSON object. Changes inside it are not noticed: assign a new one."""
    return Field(default_factory=dict, sa_type=JSONB, nullable=False, sa_column_kwargs={"server_default": "{}"})


def records() -> Any:  # noqa: ANN401
    """A JSON array. Changes inside it are not noticed: assign a new one."""
    return Field(default_factory=list, sa_type=JSONB, nullable=False, sa_column_kwargs={"server_default": "[]"})


def one_of(table: str, column: str, *values: str) -> CheckConstraint:
    """A named CHECK: text that is one of these. Text and not an enum type, so that a value can be added."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_known")
