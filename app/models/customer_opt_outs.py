"""What customers do not want to get from the desk by itself."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class CustomerOptOut(SQLModel, table=True):
    """That a customer wants no mails of a kind. It counts for everybody who is the same person."""

    __tablename__ = "customer_opt_outs"
    __table_args__ = (
        one_of("customer_opt_outs", "kind", "surveys", "outreach"),
        one_of("customer_opt_outs", "by", "link", "staff"),
    )

    customer_id: UUID = Field(foreign_key="customers.id", primary_key=True, ondelete="CASCADE")
    kind: str = Field(primary_key=True)
    # By their own link, or by staff whom they asked.
    by: str
    at: datetime = at()
