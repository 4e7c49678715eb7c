"""Articles as files: what comes in, and what became of each."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.article_categories import Locale
from app.schemas.articles import MAX_BODY
from app.schemas.base import In, Key, Line, Out, Text

MOST = 50

DocumentText = Annotated[Text, StringConstraints(min_length=1, max_length=MAX_BODY + 20_000)]


class ArticleDocumentIn(In):
    """A file: Markdown, with lines above it between `---` that say `title`, `locale`, `category` and so on."""

    name: Line = Field(description="As you call the file; the answer names it so.")
    text: DocumentText


class ArticleImportIn(In):
    """Files that are to be articles of a brand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "brand": "shop",
                    "locale": "en",
                    "documents": [
                        {
                            "name": "refunds.md",
                            "text": "---\ntitle: Money back\narticle: refunds\nlabels: [refund]\n---\n\nIn a week.\n",
                        },
                        {
                            "name": "refunds.ru.md",
                            "text": "---\ntitle: Деньги назад\nlocale: ru\narticle: refunds\n---\n\n**Заказы**\n",
                        },
                    ],
                }
            ]
        }
    )

    brand: Key
    locale: Locale = Field(description="Of files that say none.")
    publish: bool = Field(default=False, description="Readers see them at once; needs `articles:write`.")
    documents: Annotated[list[ArticleDocumentIn], Field(min_length=1, max_length=MOST)]


class ImportedDocument(Out):
    """What became of a file."""

    name: str
    outcome: Literal["created", "updated", "unchanged", "refused"]
    article_id: UUID | None
    locale: str | None
    slug: str | None
    code: str | None = Field(description="Of a refusal, as everywhere.")
    detail: str | None
    ignored: list[str] = Field(description="What was said above the text and means nothing here.")


class ArticleImportOut(Out):
    """What became of the files, in their order."""

    items: list[ImportedDocument]
