"""Sealing what must be stored and read again: secrets of sources, answers kept under an Idempotency-Key."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.settings import settings


def _box() -> MultiFernet:
    now = settings()
    keys = [
        Fernet(base64.urlsafe_b64encode(hmac.digest(secret.get_secret_value().encode(), b"otklik sealing", "sha256")))
        for secret in (now.secret, now.secret_previous)
        if secret is not None
    ]
    return MultiFernet(keys)


def seal(plain: bytes) -> bytes:
    """The bytes encrypted and authenticated under the desk's secret."""
    return _box().encrypt(plain)


def fingerprints(plain: bytes) -> list[bytes]:
    """What is stored of bytes that need only be recognised: the first is current, the second of the secret before.

    Keyed, because a plain hash of a body that holds a password could be guessed.
    """
    now = settings()
    return [
        hmac.digest(secret.get_secret_value().encode() + b"otklik fingerprint", plain, "sha256")
        for secret in (now.secret, now.secret_previous)
        if secret is not None
    ]


def unseal(sealed: bytes) -> bytes | None:
    """The bytes again; None when the desk's secret has changed since (they cannot be had any more)."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken:
        return None
