"""Files of the help centre are files of articles: see `article_files`."""

from app.services.article_files import readable

__all__ = ["readable"]
