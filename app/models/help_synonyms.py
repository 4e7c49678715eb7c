"""What the desk says means the same to whoever searches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, words


class HelpSynonym(SQLModel, table=True):
    """Words and short phrases of which each finds what has another; of one brand or all, one language or all."""

    __tablename__ = "help_synonyms"
    __table_args__ = (Index("help_synonyms_in_order", "created_at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brand: str | None = Field(default=None, foreign_key="brands.key")
    locale: str | None = None
    words: list[str] = words()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class HelpSynonymWord(SQLModel, table=True):
    """One of them as texts are taken apart by one way to take off endings (`config`)."""

    __tablename__ = "help_synonym_words"
    __table_args__ = (Index("help_synonym_words_found", "config", "first"),)

    synonym_id: UUID = Field(foreign_key="help_synonyms.id", primary_key=True, ondelete="CASCADE")
    config: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    brand: str | None = None
    first: str
    stems: list[str] = words()
