"""Targets that are no URL: a host and a port."""

import re

from app.rules.outgoing import RefusedError, Url, parse

_PLACE = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:/?#@]+)(?::(?P<port>[0-9]{1,5}))?")


def place(target: str, *, port: int | None = None) -> Url:
    """`host:port`; the port may be left out where there is a usual one. Raises `RefusedError`."""
    found = _PLACE.fullmatch(target)
    if found is None or (found["port"] is None and port is None):
        raise RefusedError("Write the host and its port: db.example:5432")
    return parse(f"https://{found['host']}:{found['port'] or port}")
