"""A scenario for every operation that changes something: what generated tests call, break off and call again.

A new operation gets its scenario in the module of its subject here; `by_example` and `on_made` are enough for most.
"""

from tests.api.scenarios import (
    articles,
    campaigns,
    channels,
    chats,
    customers,
    desk,
    helping,
    ideas,
    incidents,
    insight,
    languages,
    mails,
    monitors,
    outbound,
    outreach,
    partners,
    people,
    portal,
    quality,
    status,
    surveys,
    threads,
    tickets,
    topics,
    words,
)
from tests.api.scenarios.registry import OPERATIONS, SCENARIOS, Call, World

__all__ = [
    "OPERATIONS", "SCENARIOS", "Call", "World", "articles", "campaigns", "channels", "chats", "customers", "desk",
    "helping", "ideas", "incidents", "insight", "languages", "mails", "monitors", "outbound", "outreach", "partners",
    "people", "portal", "quality", "status", "surveys", "threads", "tickets", "topics", "words",
]  # fmt: skip
