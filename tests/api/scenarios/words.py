"""Templates, macros and automations."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createTemplate", "shortcut", "title")
on_made("updateTemplate", "createTemplate")
on_made("archiveTemplate", "createTemplate")
by_example("createMacro", "title")
on_made("updateMacro", "createMacro")
on_made("archiveMacro", "createMacro")
by_example("createAutomation", "name")
by_example("dryRunAutomation")
on_made("updateAutomation", "createAutomation")
on_made("archiveAutomation", "createAutomation")


@scenario("renderText")
async def render_text(world: World) -> Call:
    return Call("/v1/templates/render", {"body": "{{ greeting }} How are you?", "ticket_id": await world.ticket()})


@scenario("renderTemplate")
async def render_template(world: World) -> Call:
    made = await world.make("createTemplate")
    return Call(f"/v1/templates/{made['id']}/render", {"ticket_id": await world.ticket()})


@scenario("previewMacro")
async def preview_macro(world: World) -> Call:
    made = await world.make("createMacro")
    return Call(f"/v1/tickets/{await world.ticket()}/macros/{made['id']}/preview")


@scenario("applyMacro")
async def apply_macro(world: World) -> Call:
    made = await world.make("createMacro", actions=[{"type": "add_tags", "tags": ["refund"]}])
    return Call(f"/v1/tickets/{await world.ticket()}/macros/{made['id']}/apply", {})
