"""Who is behind an answer, as customers see it."""

from app.schemas.base import Out
from app.schemas.chats import FaceOut


class FacesOut(Out):
    """Agents by the ids that were asked for; unknown ones are left out."""

    items: list[FaceOut]
