"""Logs: one JSON line an event, with the request's id, never with a message body or a secret."""

import logging
import sys

import structlog


def configure(level: str, style: str) -> None:
    """Set up structlog for this process: `style` is json or console; `level` as in the logging module."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # uvicorn takes an upgrade that we refused with an answer of our own for one that was forgotten.
    logging.getLogger("uvicorn.error").addFilter(_not_about_refused_upgrades)
    # A database that is away is said once by whoever needs it, and not with a traceback by every pool.
    logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(message)s", force=True)


def _not_about_refused_upgrades(record: logging.LogRecord) -> bool:
    return "without completing handshake" not in str(record.msg)
