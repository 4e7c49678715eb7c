"""Articles as their writers send and see them."""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.schemas.article_categories import Locale, Position, Slug
from app.schemas.base import In, Instant, Key, Line, Out, Tag, Text, WebAddress

MAX_BODY = 100_000
MAX_RELATED = 20

Visibility: TypeAlias = Literal["public", "signed_in", "agents"]
TranslationStatus: TypeAlias = Literal["draft", "review", "published", "unpublished"]
VersionState: TypeAlias = Literal["draft", "review", "published", "superseded"]
VisibilityField = Annotated[
    Visibility,
    Field(
        description="`public`: everybody; `signed_in`: customers for whom the company vouches (an identity token), "
        "and agents; `agents`: agents only."
    ),
]


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Aliases = Annotated[
    list[WebAddress],
    Field(max_length=50, description="Addresses elsewhere under which it is known, as of an old help centre."),
    AfterValidator(_once),
]
Labels = Annotated[
    list[Tag], Field(max_length=50, description="Words by which it is found and that it does not say itself."),
    AfterValidator(_once),
]  # fmt: skip
Related = Annotated[
    list[UUID], Field(max_length=MAX_RELATED, description="Other articles of the brand, in this order.")
]
Summary = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
ArticleBody = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=MAX_BODY),
    Field(description="Markdown. A file of the article is shown with `![what it shows](file:ID)`."),
]


class ArticleTextIn(In):
    """What an article says in one language."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "How do I get my money back?",
                    "summary": "Refunds take three days.",
                    "body": "1. Open **Orders**.\n2. Choose the order.\n3. Press *Give it back*.\n",
                }
            ]
        }
    )

    title: Line
    summary: Summary | None = None
    body: ArticleBody
    slug: Slug | None = Field(
        default=None, description="Its address; by default made of the first title. An old one leads to the new one."
    )


class ArticleIn(In):
    """A new article of a brand, with the draft of its first text."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "brand": "shop",
                    "default_locale": "en",
                    "draft": {
                        "title": "How do I get my money back?",
                        "summary": "Refunds take three days.",
                        "body": "1. Open **Orders**.\n2. Choose the order.\n3. Press *Give it back*.\n",
                    },
                }
            ]
        }
    )

    brand: Key
    default_locale: Locale = Field(description="Which language readers get when there is none of theirs.")
    category_id: UUID | None = None
    visibility: VisibilityField = "public"
    owner_id: UUID | None = Field(default=None, description="Whose it is to keep true; by default yours.")
    review_by: date | None = Field(default=None, description="When its owner is to look whether it is still true.")
    position: Position = 0
    labels: Labels = []
    aliases: Aliases = []
    related_ids: Related = []
    draft: ArticleTextIn | None = Field(default=None, description="In the default locale.")


class ArticlePatch(In):
    """Changes of what is not text. `archived: false` brings an article back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"visibility": "signed_in", "review_by": "2027-03-01", "labels": ["refund"]}]}
    )

    default_locale: Locale | None = None
    category_id: UUID | None = None
    visibility: Visibility | None = None
    owner_id: UUID | None = None
    review_by: date | None = None
    position: Position | None = None
    labels: Labels | None = None
    aliases: Aliases | None = None
    related_ids: Related | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ArticlePatch":
        for name in self.model_fields_set - {"category_id", "owner_id", "review_by"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ArticleTranslationBrief(Out):
    """An article in one language, without its text."""

    locale: str
    title: str | None = Field(description="As readers see it; before it is published, as the draft says.")
    slug: str
    status: TranslationStatus = Field(description="`published` if, and only if, readers see it.")
    draft_number: int | None = Field(description="The version that is being written, also beside a published one.")
    published_number: int | None = Field(description="The version that readers see, or saw last.")
    url: str = Field(description="Where readers find it.")
    published_at: Instant | None
    updated_at: Instant


class ArticleOut(Out):
    """An article as its writers see it."""

    id: UUID
    brand: str
    default_locale: str
    category_id: UUID | None
    visibility: Visibility
    owner_id: UUID | None
    review_by: date | None
    position: int
    labels: list[str]
    aliases: list[str]
    related_ids: list[UUID]
    translations: list[ArticleTranslationBrief]
    archived_at: Instant | None
    version: int = Field(description="Counts changes of what is not text; each translation has its own.")
    created_at: Instant
    updated_at: Instant


class ArticlePage(Out):
    """A page of articles, the last changed first."""

    items: list[ArticleOut]
    next_cursor: str | None
