"""The operations of what is watched: monitors and alarms, incidents, and the public status."""

from app.routers import (
    alarms,
    alert_sources,
    alerts,
    components,
    incident_reviews,
    incident_tickets,
    incident_updates,
    incidents,
    maintenance_windows,
    monitors,
    status,
    status_subscriptions,
)

WATCHING = (
    components.router,
    incidents.router,
    incident_updates.router,
    incident_tickets.router,
    incident_reviews.router,
    monitors.router,
    maintenance_windows.router,
    alarms.router,
    alert_sources.router,
    alerts.router,
    status.router,
    status_subscriptions.router,
)
