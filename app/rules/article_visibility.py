"""Who may read which articles."""

from collections.abc import Collection

from app.rules.actors import Actor
from app.rules.permissions import Permission


def levels(actor: Actor) -> list[str]:
    """What of `visibility` a reader sees. A key without `articles:read` is like anybody, and so is a visitor for whom
    nobody vouches: their token is had for the asking.
    """
    if actor.may(Permission.ARTICLES_READ):
        return ["public", "signed_in", "agents"]
    return ["public", "signed_in"] if actor.vouched_for else ["public"]


def audience(visible: Collection[str]) -> str:
    """Whose words the search knows (`desk_help_scopes`): all, those of signed-in readers, or those of everybody."""
    return "a" if "agents" in visible else "s" if "signed_in" in visible else ""
