"""What the assistant writes without a ticket, and whether there is one."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.rules.assistant_prompts import Tone
from app.schemas.base import Body, In, Key, Language, Out
from app.schemas.ticket_assistant import CitationOut, NoticeOut

Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4_000)]


class AssistantOut(Out):
    """Whether there is an assistant, where what it reads is sent, and what of the day's budget is used."""

    on: bool
    host: str | None = Field(description="Whose server gets what is read, without what is personal.")
    model: str | None
    calls_today: int
    calls_a_day: int | None = Field(description="Null: no limit.")
    tokens_today: int
    tokens_a_day: int | None = Field(description="Null: no limit.")


class RewriteIn(In):
    """A text, and how it is to be."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "You did not send us the form.", "tone": "friendly"}]}
    )

    text: Body
    tone: Tone = "friendly"
    language: Language | None = Field(default=None, description="Absent: the text's own.")


class RewriteOut(Out):
    """The text in the other tone. Nothing was sent to anybody but the provider."""

    call_id: UUID
    text: str
    notices: list[NoticeOut]


class AssistantQuestionIn(In):
    """A question that articles are to answer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "How long does a refund take?", "brand": "shop"}]}
    )

    question: Question
    brand: Key | None = Field(default=None, description="Whose articles; absent: those of all brands.")
    language: Language | None = None
    audience: Literal["customers", "agents"] = Field(
        default="customers",
        description="`customers`: public articles only, so that the answer may be sent. `agents`: yours as well.",
    )


class AssistantAnswerOut(Out):
    """The answer with numbers of articles in brackets, or why there is none."""

    answered: bool
    reason: Literal["no_articles", "not_in_articles", "no_citation"] | None = Field(
        description="`no_articles`: none fits, and nothing was sent. `not_in_articles`: they do not say it."
        " `no_citation`: what was written names no article, and is not shown."
    )
    call_id: UUID | None
    body: str | None
    citations: list[CitationOut]
    notices: list[NoticeOut]
