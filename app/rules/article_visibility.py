"""Who may read which articles."""

from app.rules.actors import NOBODY, Actor
from app.rules.permissions import Permission


def levels(actor: Actor) -> list[str]:
    """What of `visibility` a reader sees. A key without `articles:read` is like anybody."""
    if actor.may(Permission.ARTICLES_READ):
        return ["public", "signed_in", "agents"]
    return ["public", "signed_in"] if actor.kind == "customer" and actor != NOBODY else ["public"]
