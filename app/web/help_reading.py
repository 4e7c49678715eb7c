"""Who reads the pages of the help centre, counted without a cookie and without a script."""

import re
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from starlette.requests import Request

from app import clock
from app.db import Database
from app.errors import AppError
from app.rules.actors import NOBODY
from app.schemas.help_reads import HelpReadIn
from app.services import help_readers, help_reads, rate_limits
from app.services.sealing import fingerprints
from app.web import reader_frame

log = structlog.get_logger("otklik")

# What reads pages and is no reader.
_MACHINE: Final = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|httpx", re.IGNORECASE)
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Of one network, as at the API.
_READS: Final = 300
_SECONDS: Final = 60


async def opened(request: Request, article_id: UUID, locale: str) -> None:
    """Write down that an article was read, once the reader has it."""
    database: Database = request.app.state.database
    asked = request.query_params.get("search", "")
    try:
        rate_limits.check(
            "help_reads", rate_limits.network_of(reader_frame.address(request)), limit=_READS, seconds=_SECONDS
        )
        search_id = UUID(asked) if _ID.fullmatch(asked) else None
        new = HelpReadIn(article_id=article_id, locale=locale, session=session(request), search_id=search_id)
        async with database.unit_of_work() as work:
            await help_reads.record(work.session, help_readers.reader(NOBODY, new.session), new)
    except (AppError, ValidationError) as error:
        # The article is on their screen: that nobody counted them is no trouble of theirs.
        log.info("a reader was not counted", error=type(error).__name__)


def session(request: Request) -> str:
    """What a reader's requests of a day have in common, with no cookie: nobody can tell from it who they are."""
    network = rate_limits.network_of(reader_frame.address(request))
    said = f"{clock.now():%Y-%m-%d} {network} {request.headers.get('user-agent', '')[:300]}"
    return fingerprints(f"help reader {said}".encode())[0].hex()


def is_reader(request: Request) -> bool:
    """Whether a person looks, as far as a browser says it."""
    early = "prefetch" in request.headers.get("sec-purpose", "") or request.headers.get("purpose") == "prefetch"
    return not early and _MACHINE.search(request.headers.get("user-agent", "bot")) is None
