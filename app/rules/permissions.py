"""What a role or a scope allows: one table that a reader scans top to bottom."""

from enum import StrEnum


class Permission(StrEnum):
    """A thing a caller may do; also the scopes of API keys."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    CHATS_READ = "chats:read"
    CHATS_WRITE = "chats:write"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_WRITE = "feedback:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    PRESENCE_OWN = "presence:own"
    NOTIFICATIONS_OWN = "notifications:own"
    SHIFTS_WRITE = "shifts:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    VIEWS_WRITE = "views:write"
    KEYS_WRITE = "keys:write"
    REALTIME = "realtime"
    EVENTS_READ = "events:read"
    INBOUND_WRITE = "inbound:write"
    ARTICLES_READ = "articles:read"
    ARTICLES_DRAFT = "articles:draft"
    ARTICLES_WRITE = "articles:write"
    SURVEYS_WRITE = "surveys:write"
    REPORTS_READ = "reports:read"
    REVIEWS_READ = "reviews:read"
    REVIEWS_WRITE = "reviews:write"
    INCIDENTS_READ = "incidents:read"
    INCIDENTS_WRITE = "incidents:write"
    MONITORS_READ = "monitors:read"
    MONITORS_WRITE = "monitors:write"
    IDEAS_WRITE = "ideas:write"
    IDEAS_MANAGE = "ideas:manage"
    OUTREACH_WRITE = "outreach:write"


P = Permission

AGENT = frozenset(
    {
        P.TICKETS_READ,
        P.TICKETS_WRITE,
        P.CHATS_READ,
        P.CHATS_WRITE,
        P.FEEDBACK_READ,
        P.CUSTOMERS_READ,
        P.CUSTOMERS_WRITE,
        P.PEOPLE_READ,
        P.PRESENCE_OWN,
        P.NOTIFICATIONS_OWN,
        P.REALTIME,
        P.ARTICLES_READ,
        P.ARTICLES_DRAFT,
        P.IDEAS_WRITE,
        P.REVIEWS_READ,
        # Their own figures; those of the desk are for leads.
        P.REPORTS_READ,
        P.INCIDENTS_READ,
        P.MONITORS_READ,
    }
)
LEAD = AGENT | {
    P.SHIFTS_WRITE,
    P.SETTINGS_READ,
    P.VIEWS_WRITE,
    P.ARTICLES_WRITE,
    P.SURVEYS_WRITE,
    P.IDEAS_MANAGE,
    P.REVIEWS_WRITE,
    P.INCIDENTS_WRITE,
    P.REPORTS_READ,
    P.OUTREACH_WRITE,
    P.MONITORS_WRITE,
}
ADMIN = LEAD | {P.PEOPLE_WRITE, P.SETTINGS_WRITE, P.KEYS_WRITE, P.EVENTS_READ, P.INBOUND_WRITE}
CUSTOMER = frozenset({P.TICKETS_READ, P.TICKETS_WRITE, P.CHATS_READ, P.CHATS_WRITE, P.FEEDBACK_WRITE, P.REALTIME})

ROLES: dict[str, frozenset[Permission]] = {"agent": AGENT, "lead": LEAD, "admin": ADMIN}

# What an API key may be given: never the making of keys, so a leaked key cannot outlive its removal.
SCOPES: frozenset[Permission] = frozenset(
    {
        P.TICKETS_READ,
        P.TICKETS_WRITE,
        P.FEEDBACK_READ,
        P.CUSTOMERS_READ,
        P.CUSTOMERS_WRITE,
        P.PEOPLE_READ,
        P.REALTIME,
        P.EVENTS_READ,
        P.INBOUND_WRITE,
        P.ARTICLES_READ,
        P.ARTICLES_DRAFT,
        P.ARTICLES_WRITE,
        P.REPORTS_READ,
        P.INCIDENTS_READ,
        P.INCIDENTS_WRITE,
        P.MONITORS_READ,
        P.MONITORS_WRITE,
    }
)
