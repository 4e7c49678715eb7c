"""What certificates are held against: the authorities of everybody, or one that a monitor names."""

import ssl
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography import x509

from app.reaching import tls
from app.rules.outgoing import RefusedError


@lru_cache(64)
def context(authority: str | None) -> ssl.SSLContext:
    """For connections that are checked. `authority` is PEM of a company's own. Raises `RefusedError`."""
    if authority is None:
        return tls()
    made = ssl.create_default_context()
    try:
        made.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise RefusedError("This is no certificate in PEM") from error
    return made


def refusal(error: BaseException) -> str | None:
    """Why a certificate was not accepted, where that is why the connection failed."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"Its certificate is not good: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return None


def described(der: bytes, now: datetime) -> dict[str, Any]:
    """Facts of a certificate: whose, from whom, until when, and how many whole days that is."""
    found = x509.load_der_x509_certificate(der)
    until = found.not_valid_after_utc
    return {
        "subject": found.subject.rfc4514_string()[:300],
        "issuer": found.issuer.rfc4514_string()[:300],
        "not_after": until.astimezone(UTC).isoformat(),
        "days_left": (until - now).days,
    }
