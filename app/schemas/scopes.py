"""Whose something is that agents keep for their work: everybody's, a team's, or one agent's own."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field

Scope: TypeAlias = Literal["shared", "team", "personal"]

ScopeField = Annotated[
    Scope, Field(description="`shared`: everybody's; `team`: of one team, by leads; `personal`: your own.")
]
TeamField = Annotated[UUID | None, Field(description="With `scope: team`: whose.")]
