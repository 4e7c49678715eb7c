"""The keys of the names that the desk's mails carry, of its secret and of the one before."""

from app.rules import mail_ids
from app.settings import settings


def keys() -> tuple[bytes, ...]:
    """The first one signs, each of them verifies."""
    now = settings()
    return tuple(
        mail_ids.key(secret.get_secret_value()) for secret in (now.secret, now.secret_previous) if secret is not None
    )


def desk() -> str:
    """What the desk writes as `X-Otklik-Desk` into each of its mails."""
    return mail_ids.desk_mark(keys())
