"""Categories of articles as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules import slugs
from app.rules.locale_tags import canonical
from app.schemas.base import In, Instant, Key, Language, Line, Out

Locale = Annotated[Language, AfterValidator(canonical)]
Slug = Annotated[
    str,
    StringConstraints(max_length=400),
    AfterValidator(slugs.tidy),
    Field(description="Words of letters and digits with hyphens between them, at most 100 characters."),
]
Names = Annotated[dict[Locale, Line], Field(min_length=1, max_length=50, description="By locale.")]
Position = Annotated[int, Field(ge=0, le=1_000_000, description="Lower ones come first.")]


class ArticleCategoryIn(In):
    """A new category of a brand: at the root, or below another one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"brand": "shop", "slug": "payments", "names": {"en": "Payments", "ru": "Оплата"}}]
        }
    )

    brand: Key
    parent_id: UUID | None = None
    slug: Slug
    names: Names
    position: Position = 0


class ArticleCategoryPatch(In):
    """Changes of a category. Another slug or parent moves it with all that is below it; null as parent: to the root."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"names": {"en": "Paying", "ru": "Оплата"}}]})

    parent_id: UUID | None = None
    slug: Slug | None = None
    names: Names | None = None
    position: Position | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "ArticleCategoryPatch":
        for name in self.model_fields_set - {"parent_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ArticleCategoryOut(Out):
    """A category; `path` is its slugs from the root."""

    id: UUID
    brand: str
    parent_id: UUID | None
    slug: str
    names: dict[str, str]
    position: int
    path: str = Field(json_schema_extra={"examples": ["payments/refunds"]})
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant


class ArticleCategoryPage(Out):
    """A page of categories, by brand and path: what is below one comes after it."""

    items: list[ArticleCategoryOut]
    next_cursor: str | None
