"""Survey tokens: derived from the desk's secret, stored only as a hash, shown only to the customer who is asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.rules import surveys
from app.settings import settings


def _keys() -> dict[str, bytes]:
    """The keys by name, the current one first: while the secret is being changed two of them render tokens."""
    now = settings()
    return dict(
        surveys.key_of(secret.get_secret_value().encode())
        for secret in (now.secret, now.secret_previous)
        if secret is not None
    )


def new_token(invitation_id: UUID) -> tuple[str, str]:
    """The token of a new invitation, and the name of the key that derives it again."""
    name, key = next(iter(_keys().items()))
    return surveys.token_of(key, invitation_id), name


def token_again(invitation_id: UUID, key_name: str) -> str | None:
    """The token of an invitation once more; None when the desk's secret has changed since."""
    key = _keys().get(key_name)
    return surveys.token_of(key, invitation_id) if key is not None else None


def for_customer(data: Mapping[str, Any], who: UUID | None, *, head_id: str | None) -> dict[str, Any]:
    """The data of `survey.invited` as a customer sees it: for the one who is asked, and for who stands for them
    (`head_id`), with the `survey_token` that answers it.

    Nobody else may ever get the token: agents would rate themselves, and those in copy in another's name.
    """
    asked = who is not None and str(who) in {data.get("customer_id"), head_id}
    token = token_again(UUID(data["invitation_id"]), data["key"]) if asked else None
    return {name: value for name, value in data.items() if name != "key"} | {"survey_token": token}
