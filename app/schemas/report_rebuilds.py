"""Building facts anew answers with the job that does it."""

from app.schemas.jobs import JobOut

__all__ = ["JobOut"]
