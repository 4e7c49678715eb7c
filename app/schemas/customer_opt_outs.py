"""Opt-outs of a customer as staff see and set them."""

from pydantic import ConfigDict, Field

from app.rules.opt_outs import Kind
from app.schemas.base import In, Instant, Out


class CustomerOptOutsIn(In):
    """What a customer wants none of, in full: what is left out they may get again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kinds": ["surveys"]}]})

    kinds: list[Kind] = Field(max_length=10)


class CustomerOptOutOut(Out):
    """One kind of mails that a customer does not get."""

    kind: Kind
    by: str = Field(description="`link`: by the link in a mail; `staff`: somebody here has set it.")
    at: Instant


class CustomerOptOutsOut(Out):
    """What a customer, and everybody who is the same person, gets none of."""

    items: list[CustomerOptOutOut]
