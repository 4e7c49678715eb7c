"""Bulk changes of tickets as clients send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out, Subject
from app.schemas.conditions import ConditionsIn
from app.schemas.jobs import JobOut
from app.schemas.ticket_actions import ChangeOut, OutcomeOut, TicketActions

MOST_IDS, MOST = 1_000, 10_000
Version = Annotated[str, Field(max_length=40, pattern=r"^[0-9]+$", description="The ticket's `version` as you saw it.")]


class BulkIn(In):
    """The tickets (by id, of a view, for which conditions hold, or that a search finds) and what to do to each."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "conditions": {
                        "all": [
                            {"field": "tags", "operator": "has_any", "value": ["outage-17"]},
                            {"field": "status", "operator": "in", "value": ["new", "open"]},
                        ]
                    },
                    "actions": [{"type": "set_status", "status": "solved"}, {"type": "add_tags", "tags": ["answered"]}],
                }
            ]
        }
    )

    ticket_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_IDS)] | None = None
    view_id: UUID | None = Field(default=None, description="All tickets of a view, as you see it.")
    conditions: ConditionsIn | None = Field(default=None, description="As those of a view; at least one.")
    q: Subject | None = Field(
        default=None,
        description="Those that a search finds, as `GET /v1/search` understands it: by subjects and messages, but "
        "not by similar words. With a view or conditions: of these.",
    )
    versions: Annotated[dict[UUID, Version], Field(max_length=MOST_IDS)] = Field(
        default={}, description="With `ticket_ids`: a ticket that is not this version any more is left alone (`stale`)."
    )
    actions: TicketActions

    @model_validator(mode="after")
    def _one(self) -> "BulkIn":
        named = sum(each is not None for each in (self.ticket_ids, self.view_id, self.conditions))
        if named > 1 or (named == 0 and self.q is None) or (self.q is not None and self.ticket_ids is not None):
            msg = (
                "name the tickets by one of ticket_ids, view_id and conditions; or by q, also with a view or conditions"
            )
            raise ValueError(msg)
        if self.conditions is not None and not (self.conditions.all or self.conditions.any):
            msg = "conditions must be at least one: without any they hold for every ticket"
            raise ValueError(msg)
        return self


class BulkExample(Out):
    """What would become of one of the tickets."""

    ticket_id: UUID
    number: int
    subject: str
    would_apply: bool = Field(description="Whether all of it can be done; else nothing is.")
    outcomes: list[OutcomeOut]
    changes: list[ChangeOut]


class BulkPreview(Out):
    """How many tickets it would be, and what would become of the first of them."""

    tickets: int | None = Field(description="Null when counting them would take too long.")
    too_many: bool = Field(description=f"More than {MOST}: refused when it begins.")
    examples: list[BulkExample]


class BulkItemOut(Out):
    """A ticket of a bulk change."""

    number: int
    ticket_id: UUID
    status: Literal["waiting", "done", "skipped", "failed"] = Field(
        description="`skipped`: it was as wanted before. `failed`: nothing was done to it, `code` says why."
    )
    code: str | None
    detail: str | None
    outcomes: list[OutcomeOut]
    at: Instant | None


class BulkItemPage(Out):
    """The tickets of a bulk change, in the order in which they are done."""

    items: list[BulkItemOut]
    next_cursor: str | None


__all__ = ["BulkExample", "BulkIn", "BulkItemOut", "BulkItemPage", "BulkPreview", "JobOut"]
