"""Who may read which articles."""

from app.rules.actors import Actor
from app.rules.permissions import Permission


def levels(actor: Actor) -> list[str]:
    """What of `visibility` a reader sees. A key without `articles:read` is like anybody, and so is a visitor for whom
    nobody vouches: their token is had for the asking.
    """
    if actor.may(Permission.ARTICLES_READ):
        return ["public", "signed_in", "agents"]
    return ["public", "signed_in"] if actor.vouched_for else ["public"]
