"""Pictures that anybody may see: faces of agents and logos of brands, made anew by the desk and small."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class Picture(SQLModel, table=True):
    """A picture; it never changes, another one has another id. Its bytes are a few kilobytes and so live here."""

    __tablename__ = "pictures"
    __table_args__ = (one_of("pictures", "kind", "face", "logo"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    content_type: str
    data: bytes
    created_at: datetime = at()
