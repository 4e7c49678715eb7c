"""What applying a macro to a ticket did, or would do."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.schemas.base import In, Out
from app.schemas.ticket_actions import ChangeOut, OutcomeOut
from app.schemas.tickets import TicketOut


class MacroApplyIn(In):
    """What you have seen of the thread, so that you do not act past what came in meanwhile."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"last_seen_seq": 4}]})

    last_seen_seq: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    force: bool = Field(default=False, description="Do it although somebody wrote after that.")


class AppliedOut(Out):
    """The ticket after the macro, and what each action did."""

    ticket: TicketOut
    outcomes: list[OutcomeOut]


class MacroPreviewOut(Out):
    """What the macro would do now. Nothing was written, sent or counted."""

    would_apply: bool = Field(description="false: one of its actions cannot be done, and so none would be.")
    outcomes: list[OutcomeOut]
    changes: list[ChangeOut]
