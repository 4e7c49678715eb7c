"""Reviews as clients send and see them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Key, Out, Paragraph, Reference
from app.schemas.scorecards import MAX_CRITERIA

ReviewState = Literal["draft", "published", "acknowledged", "disputed", "settled", "withdrawn"]
Outcome = Literal["upheld", "changed", "withdrawn"]
_ID = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
_ANSWERS: list[dict[str, Any]] = [
    {"criterion": "empathy", "value": 4, "comment": "Warm from the first line on"},
    {"criterion": "correct", "value": True},
]


_EXAMPLE: dict[str, Any] = {"ticket_id": _ID, "scorecard_id": _ID, "answers": _ANSWERS}


class ReviewAnswerIn(In):
    """What a reviewer says of one criterion."""

    criterion: Key
    value: Annotated[
        bool | int | Key | None,
        Field(description="A number of a scale, true or false, the key of an option; null: not answered yet."),
    ] = None
    not_applicable: bool = False
    comment: Paragraph | None = None
    message_id: UUID | None = Field(default=None, description="The message of the ticket that it is about.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "ReviewAnswerIn":
        if self.not_applicable and self.value is not None:
            msg = "what does not apply has no value"
            raise ValueError(msg)
        return self


def _apart(answers: list[ReviewAnswerIn] | None) -> None:
    keys = [each.criterion for each in answers or []]
    if len(set(keys)) < len(keys):
        msg = "each criterion is answered once"
        raise ValueError(msg)


Answers = Annotated[list[ReviewAnswerIn], Field(max_length=MAX_CRITERIA)]


class ReviewIn(In):
    """A new draft: of a ticket by a scorecard, of what one is to review, or one's view in a calibration."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    ticket_id: UUID | None = None
    scorecard_id: UUID | None = Field(default=None, description="With `ticket_id`.")
    agent_id: UUID | None = Field(
        default=None, description="With `ticket_id`: whose work; left out, whoever wrote the last public reply."
    )
    episode: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="With `ticket_id`: which of its episodes; the last one.")
    ] = None
    assignment_id: UUID | None = None
    calibration_id: UUID | None = None
    answers: Answers = []
    comment: Paragraph | None = None

    @model_validator(mode="after")
    def _one(self) -> "ReviewIn":
        if sum(each is not None for each in (self.ticket_id, self.assignment_id, self.calibration_id)) != 1:
            msg = "name one of ticket_id, assignment_id and calibration_id"
            raise ValueError(msg)
        if (self.ticket_id is None) != (self.scorecard_id is None):
            msg = "ticket_id and scorecard_id go together"
            raise ValueError(msg)
        if self.ticket_id is None and (self.agent_id is not None or self.episode is not None):
            msg = "agent_id and episode go with ticket_id"
            raise ValueError(msg)
        _apart(self.answers)
        return self


class ReviewPatch(In):
    """Changes of a draft; `answers` takes the place of all that were there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"comment": "A good conversation"}]})

    answers: Answers | None = None
    comment: Paragraph | None = None

    @model_validator(mode="after")
    def _keys(self) -> "ReviewPatch":
        if "answers" in self.model_fields_set and self.answers is None:
            msg = "answers cannot be null"
            raise ValueError(msg)
        _apart(self.answers)
        return self


class ReviewAcknowledgeIn(In):
    """That the agent has read it, and what they want to say of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"comment": "Thank you, I will"}]})

    comment: Paragraph | None = None


class ReviewDisputeIn(In):
    """Why the agent sees it otherwise."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "I did give my name, in the first message"}]})

    reason: Paragraph


class ReviewSettleIn(In):
    """What is decided of a dispute, or of a review that was wrong."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "withdrawn", "said": "It was another agent's conversation"}]}
    )

    outcome: Outcome = Field(description="`upheld` only answers a dispute; `changed` has `answers`.")
    said: Paragraph
    answers: Answers | None = None

    @model_validator(mode="after")
    def _whole(self) -> "ReviewSettleIn":
        if (self.outcome == "changed") != (self.answers is not None):
            msg = "what is changed has answers, and nothing else has"
            raise ValueError(msg)
        _apart(self.answers)
        return self


class ReviewAnswerOut(Out):
    """What was said of one criterion, in the order of the scorecard."""

    criterion: str
    value: bool | int | str | None
    not_applicable: bool
    points: float | None = Field(description="What the value is worth, 0 to 100.")
    comment: str | None
    message_id: UUID | None


class ReviewHistoryOut(Out):
    """Something that happened to a review."""

    at: Instant
    by: Reference
    what: str = Field(examples=["published", "acknowledged", "disputed", "upheld", "changed", "withdrawn"])
    said: str | None
    score_before: float | None = Field(description="Of a change: the score until then.")


class ReviewedTicket(Out):
    """The ticket that a review is of."""

    id: UUID
    number: int
    subject: str
    status: str


class ReviewScorecard(Out):
    """By which criteria: `number` is the version of the scorecard."""

    id: UUID
    key: str
    name: str
    number: int


class ReviewOut(Out):
    """A review. `score` is 0 to 100 with one digit, over what is answered and applies."""

    id: UUID
    state: ReviewState
    ticket: ReviewedTicket
    episode: int
    agent: Reference
    reviewer: Reference
    scorecard: ReviewScorecard
    calibration_id: UUID | None
    answers: list[ReviewAnswerOut]
    missing: list[str] = Field(description="Criteria that are to be answered before it is published.")
    comment: str | None
    score: float | None = Field(description="Null: nothing that is answered applies.")
    failed: list[str] = Field(description="Critical criteria that were not met: they make the score 0.")
    history: list[ReviewHistoryOut]
    version: int
    created_at: Instant
    updated_at: Instant
    published_at: Instant | None


class ReviewPage(Out):
    """A page of reviews, the newest first."""

    items: list[ReviewOut]
    next_cursor: str | None
