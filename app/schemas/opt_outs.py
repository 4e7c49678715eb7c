"""Opt-outs as whoever has a link sees them."""

from pydantic import Field

from app.rules.opt_outs import Kind
from app.schemas.base import Out


class OptOutOut(Out):
    """What a link is about. It says nothing of whose it is: mails are passed on."""

    kind: Kind = Field(description="`surveys`: questions about the service; `outreach`: news that nobody asked for.")
    opted_out: bool = Field(description="Whether mails of this kind have ended.")
