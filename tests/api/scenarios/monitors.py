"""Monitors, planned work, and alerts of others."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createMonitor", "name", target="http://shop.invalid/", timeout_seconds=0.1, paused=True)
by_example("previewMonitor", kind="dns", target="shop.example", expect={}, timeout_seconds=0.1)
on_made("updateMonitor", "createMonitor", paused=True)
on_made("deleteMonitor", "createMonitor")
on_made("checkMonitor", "createMonitor")
by_example("createMaintenanceWindow")
on_made("updateMaintenanceWindow", "createMaintenanceWindow")
on_made("deleteMaintenanceWindow", "createMaintenanceWindow")
by_example("createAlertSource", "name")
on_made("updateAlertSource", "createAlertSource")
on_made("deleteAlertSource", "createAlertSource")


@scenario("receiveAlerts")
async def receive_alerts(world: World) -> Call:
    made = await world.make("createAlertSource", shape="generic", proof="url")
    path = "/v1/alerts/" + made["address"].rpartition("/")[2]
    content = b'{"title": "The queue grows", "severity": "critical"}'
    return Call(path, content=content, headers={"content-type": "application/json"}, caller=world.callers.nobody())
