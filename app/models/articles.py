"""Articles: what is known, by language, in versions; what readers see is a copy of the published one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, records, words


class Article(SQLModel, table=True):
    """An article of one brand, in any number of languages. `version` counts what is not text."""

    __tablename__ = "articles"
    __table_args__ = (
        one_of("articles", "visibility", "public", "signed_in", "agents"),
        Index("articles_in_order", "updated_at", "id"),
        # How readers find them: a brand's, or a category's.
        Index("articles_of_brand", "brand", "position", "id", postgresql_where=text("archived_at IS NULL")),
        Index("articles_of_category", "category_id", "position", "id"),
        Index("articles_of_owner", "owner_id", "updated_at", "id"),
        Index("articles_aliases", "aliases", postgresql_using="gin"),
        Index(
            "articles_review_due", "review_by", "id",
            postgresql_where=text("review_by IS NOT NULL AND archived_at IS NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brand: str = Field(foreign_key="brands.key")
    category_id: UUID | None = Field(default=None, foreign_key="article_categories.id")
    visibility: str = "public"
    default_locale: str
    owner_id: UUID | None = Field(default=None, foreign_key="agents.id")
    review_by: date | None = None
    # The date that its owner has been told of.
    review_told: date | None = None
    position: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # Words for the search, not shown.
    labels: list[str] = words()
    # Addresses elsewhere under which it is known.
    aliases: list[str] = words()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    # A draft that is saved counts here, and nowhere else.
    updated_at: datetime = at()
    # When what readers see of it changed.
    shown_at: datetime = at()


class ArticleTranslation(SQLModel, table=True):
    """An article in one language. `title` to `files` are of the published version, as it was made then.

    `status` is `published` if, and only if, readers see it; it can have an open draft beside that.
    """

    __tablename__ = "article_translations"
    __table_args__ = (
        one_of("article_translations", "status", "draft", "review", "published", "unpublished"),
        # What the sitemap lists.
        Index("article_translations_published", "article_id", "locale", postgresql_where=text("status = 'published'")),
        # What waits for somebody: few of many.
        Index("article_translations_by_status", "status", "article_id"),
    )

    article_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    locale: str = Field(primary_key=True)
    slug: str
    title: str | None = None
    summary: str | None = None
    body: str | None = None
    html: str | None = None
    plain: str | None = None
    # `{"level", "text", "id"}`.
    headings: list[dict[str, Any]] = records()
    # The files of the article that the published version shows.
    files: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    status: str = "draft"
    draft_number: int | None = None
    published_number: int | None = None
    # Of the newest version.
    last_number: int = 0
    version: int = 1
    published_at: datetime | None = at(nullable=True)
    updated_at: datetime = at()


class ArticleVersion(SQLModel, table=True):
    """What an article said in one language at a time. Once it was sent for review or published it does not change."""

    __tablename__ = "article_versions"
    __table_args__ = (
        one_of("article_versions", "state", "draft", "review", "published", "superseded"),
        UniqueConstraint("article_id", "locale", "number", name="article_versions_number_unique"),
        Index(
            "article_versions_open", "article_id", "locale", unique=True,
            postgresql_where=text("state IN ('draft', 'review')"),
        ),
        Index(
            "article_versions_published", "article_id", "locale", unique=True,
            postgresql_where=text("state = 'published'"),
        ),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    article_id: UUID = Field(foreign_key="articles.id")
    locale: str
    number: int
    title: str
    summary: str | None = None
    body: str
    author_id: UUID | None = Field(default=None, foreign_key="agents.id")
    state: str = "draft"
    restored_from: int | None = None
    created_at: datetime = at()
    updated_at: datetime = at()
    published_at: datetime | None = at(nullable=True)


class ArticleSlug(SQLModel, table=True):
    """An address of an article: the current one of a language, or one that it had and that leads to the current one."""

    __tablename__ = "article_slugs"
    __table_args__ = (
        Index("article_slugs_of_article", "article_id", "locale"),
        # Where no locale is named.
        Index("article_slugs_by_slug", "brand", "slug"),
    )

    brand: str = Field(foreign_key="brands.key", primary_key=True)
    locale: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    article_id: UUID = Field(foreign_key="articles.id")
    current: bool


class ArticleRelated(SQLModel, table=True):
    """What to read besides, in this order."""

    __tablename__ = "article_related"
    __table_args__ = (Index("article_related_to", "related_id"),)

    article_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    related_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    position: int


class ArticleFile(SQLModel, table=True):
    """A file that belongs to an article: its pictures, voice and video."""

    __tablename__ = "article_files"
    __table_args__ = (Index("article_files_of_attachment", "attachment_id", unique=True),)

    article_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    attachment_id: UUID = Field(foreign_key="attachments.id", primary_key=True)
    created_at: datetime = at()
