"""What the assistant writes about a ticket, as clients ask for it and see it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.assistant_outputs import NoticeKind
from app.schemas.base import In, Instant, Language, Out, Paragraph


class AssistantDraftIn(In):
    """What the draft is to say, and in which language."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"instruction": "Offer to send a new one today", "language": "en"}]}
    )

    instruction: Paragraph | None = Field(default=None, description="In your words: what the reply is to say.")
    language: Language | None = Field(default=None, description="Absent: the ticket's.")
    articles: bool = Field(default=True, description="Whether public articles that fit are read as well.")


class AssistantSummaryIn(In):
    """How the summary is to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "en", "notes": True}]})

    language: Language | None = Field(default=None, description="Absent: the thread's.")
    notes: bool = Field(default=False, description="Whether internal notes are read (and sent to the provider) too.")


class NoticeOut(Out):
    """Something to look at before you use what was written."""

    kind: NoticeKind = Field(
        description="`address_removed`: links, mail addresses or telephone numbers that nobody of the desk had named."
        " `unknown_number`: numbers that stand in nothing that was read. `unknown_citation`: articles that were not"
        " there. `unknown_name`: a name of hidden data that stands for nothing. `little_support`: the articles hardly"
        " say so. `cut_off`: the end is missing."
    )
    words: list[str] = Field(description="What it is about, at most 20.")


class CitationOut(Out):
    """An article that was cited, as `[number]`."""

    number: int
    article_id: UUID
    locale: str
    title: str
    url: str


class AssistantDraftOut(Out):
    """A draft: nothing was written on the ticket. Send it yourself, with `read_upto_seq` as `last_seen_seq`."""

    call_id: UUID
    body: str
    format: Literal["text"]
    language: str | None
    citations: list[CitationOut] = Field(description="Articles that it draws on; their numbers are not in the body.")
    notices: list[NoticeOut]
    read_upto_seq: int
    left_out: int = Field(description="So many messages in the middle of a long thread were not read.")


class AssistantSummaryOut(Out):
    """A summary, for agents."""

    call_id: UUID
    text: str
    notices: list[NoticeOut]
    read_upto_seq: int
    left_out: int


class AutoAnswerOut(Out):
    """What became of a customer's message that the assistant might answer by itself."""

    message_id: UUID
    state: Literal["waiting", "answered", "declined"]
    reason: str | None = Field(description="Of `declined`: why; of `waiting`: what it waits for. See the guide.")
    answer_id: UUID | None = Field(description="The message that answers it.")
    call_id: UUID | None
    created_at: Instant
    ended_at: Instant | None


class AutoAnswerPage(Out):
    """A page of them, newest message first."""

    items: list[AutoAnswerOut]
    next_cursor: str | None
