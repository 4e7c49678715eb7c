"""What agents do with what is suggested to them."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out

SuggestionKind: TypeAlias = Literal["article", "reply", "ticket"]
Action: TypeAlias = Literal["inserted", "dismissed", "restored"]

_TICKET = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"


class SuggestionUseIn(In):
    """What an agent did with a suggestion."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "article", "id": _TICKET, "action": "dismissed"}]}
    )

    kind: SuggestionKind
    id: Annotated[UUID, Field(description="Of the article, the template or the other ticket.")]
    action: Annotated[
        Action,
        Field(
            description="`inserted` is learnt from; `dismissed` is not suggested for this ticket any more, and less "
            "for such tickets; `restored` takes a dismissal back."
        ),
    ]


class SuggestionUseOut(Out):
    """What is known of a suggestion on this ticket now."""

    kind: SuggestionKind
    id: UUID
    action: Action
    at: Instant
