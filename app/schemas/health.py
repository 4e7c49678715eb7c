"""How the desk is, for ops."""

from typing import Literal

from app.schemas.base import Out


class HealthOut(Out):
    """The process is alive."""

    status: Literal["ok"]
    version: str


class ReadyOut(Out):
    """The process can serve: its database answers and has this version's schema."""

    status: Literal["ready"]
    database: Literal["ok"]
    schema_revision: str
