"""Monitors, and planned work."""

from tests.api.scenarios.registry import by_example, on_made

by_example("createMonitor", "name", target="http://shop.invalid/", timeout_seconds=0.1, paused=True)
by_example("previewMonitor", kind="dns", target="shop.example", expect={}, timeout_seconds=0.1)
on_made("updateMonitor", "createMonitor", paused=True)
on_made("deleteMonitor", "createMonitor")
on_made("checkMonitor", "createMonitor")
by_example("createMaintenanceWindow")
on_made("updateMaintenanceWindow", "createMaintenanceWindow")
on_made("deleteMaintenanceWindow", "createMaintenanceWindow")
