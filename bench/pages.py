"""The console in a browser: how smoothly long things scroll, and how soon it is there; beside plain pages.

The floor is a page that a person might write by hand, with the same lines in it and nothing else: what the browser
costs by itself. Where there is no Chromium nothing is measured, and the figures are missing.
"""

import asyncio
import json
import shutil
from typing import Any
from uuid import UUID

import asyncpg
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from bench import seeding
from bench.figures import Figure
from bench.place import Place
from bench.tally import percentile

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MESSAGES, STEP_PX = 5_000, 120
ROW = "[role=row][aria-rowindex='3']"
# Twenty frames in a second are the fewest that are still seen as moving.
FRAME_MS, WARM_MS = 50.0, 2_000.0
PATIENCE_MS = 60_000
# A thread that somebody has really filled, straight into the log: 5,000 requests would be another measure.
_FILL = """
WITH made AS (
    INSERT INTO messages (id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
                          created_at)
    SELECT gen_random_uuid(), t.id, t.seq + n, t.public_seq + n, 'customer', t.requester_id, 'Vera', 'public', 'text',
           'Message ' || n || repeat(E'\\nand a line', n % 4), t.updated_at + n * interval '1 millisecond'
    FROM tickets t, generate_series(1, $2::int) n WHERE t.id = $1
    RETURNING id, ticket_id, seq, public_seq, author_id, created_at
), logged AS (
    INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    SELECT ticket_id, seq, public_seq, 'message.created', 'customer', author_id, 'Vera', id, '{}', created_at FROM made
)
UPDATE tickets SET seq = seq + $2, public_seq = public_seq + $2, public_updated_at = (SELECT max(created_at) FROM made)
WHERE id = $1
"""
# Frame after frame, as fast as the browser makes them; in milliseconds between them.
_SCROLL = """async ([box, frames, step]) => {
    const took = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame += 1) {
        box.scrollTop += step;
        const now = await new Promise(requestAnimationFrame);
        took.push(now - last);
        last = now;
    }
    return took;
}"""
_LINES = """([lines, height]) => {
    const box = document.createElement("div");
    box.style.cssText = "height: 100vh; overflow: auto";
    for (const line of lines) {
        const one = document.createElement("article");
        one.style.cssText = `content-visibility: auto; contain-intrinsic-size: auto ${height}px;`
            + `min-height: ${height}px`;
        one.textContent = line;
        box.append(one);
    }
    document.body.replaceChildren(box);
    return box;
}"""


def measure(place: Place, desk: seeding.Desk, frames: int) -> dict[str, Figure]:
    """Scroll so many frames in each; the desk has as many tickets as its list is to hold."""
    if CHROMIUM is None:
        return {}
    return asyncio.run(_measured(place, desk, frames))


async def _measured(place: Place, desk: seeding.Desk, frames: int) -> dict[str, Figure]:
    ticket = desk.open_threads()[0][0]
    await _filled(desk.url, ticket)
    found: dict[str, Figure] = {}
    with place.desk("pages", desk.url) as server:
        address = f"http://127.0.0.1:{server.port}"
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            context = await _signed_in(browser)
            found |= await _opened(context, address)
            page = await _ready(context, f"{address}/console/tickets/{ticket}", "article")
            box = await page.get_by_role("region", name="Thread").element_handle()
            found |= await _scrolled(context, page, box, "thread", frames, -STEP_PX, f"{MESSAGES:,} messages")
            page = await _ready(context, f"{address}/console/tickets", ROW)
            box = await page.get_by_role("rowgroup").last.locator("..").element_handle()
            found |= await _scrolled(context, page, box, "list", frames, STEP_PX, f"{desk.tickets:,} tickets")
            await browser.close()
    return found


async def _filled(url: str, ticket: UUID) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_FILL, ticket, MESSAGES, timeout=300)
    finally:
        await connection.close()


async def _signed_in(browser: Browser) -> BrowserContext:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    kept = json.dumps({"access": seeding.agent_token(), "refresh": "none", "until": 9_999_999_999_999})
    await context.add_init_script(
        f"if (location.protocol.startsWith('http')) localStorage.setItem('otklik.agent', {json.dumps(kept)});"
    )
    return context


async def _ready(context: BrowserContext, address: str, selector: str) -> Page:
    page = await context.new_page()
    await page.goto(address)
    await page.wait_for_selector(selector)
    return page


async def _opened(context: BrowserContext, url: str) -> dict[str, Figure]:
    """From the address to the first row: with nothing kept, and once more as on any other day."""
    took, counted = [], []
    for _ in range(3):
        page = await _ready(context, f"{url}/console/tickets", ROW)
        took.append(await page.evaluate("performance.now()"))
        counted.append(await page.evaluate("performance.getEntriesByType('resource').length"))
        await page.close()
    details = {"first_ms": round(took[0]), "again_ms": [round(each) for each in took[1:]], "requests": counted[0]}
    title = "The console: from its address to the first rows (ms), when its files are kept"
    return {"pages_opened": Figure(title, min(took[1:]), WARM_MS, True, details)}


async def _scrolled(
    context: BrowserContext, page: Page, box: Any, name: str, frames: int, step: int, what: str,  # noqa: ANN401 - a handle
) -> dict[str, Figure]:  # fmt: skip
    """The page and the floor: frames, and what the main thread did for each."""
    # What is on the way when a page is opened is not what scrolling costs.
    await page.wait_for_load_state("networkidle")
    mine = await _frames(context, page, box, frames, step)
    plain = await context.new_page()
    lines = [f"Message {number} of somebody, in a line or two of words" for number in range(MESSAGES)]
    floor_box = await plain.evaluate_handle(_LINES, [lines, 60])
    if step < 0:
        await plain.evaluate("box => { box.scrollTop = box.scrollHeight; }", floor_box)
    floor = await _frames(context, plain, floor_box, frames, step)
    await page.close()
    await plain.close()
    details = {"desk": mine, "plain page": floor}
    return {
        f"pages_{name}": Figure(
            f"The console: p95 of frames (ms) while {what} scroll", mine["frame_p95_ms"], FRAME_MS, True, details
        ),
        f"pages_{name}_floor": Figure(
            f"The console: main thread for a frame of {what} over a plain page's",
            mine["busy_ms_a_frame"] / floor["busy_ms_a_frame"], 1.0, True, details,
        ),
    }  # fmt: skip


async def _frames(context: BrowserContext, page: Page, box: Any, frames: int, step: int) -> dict[str, float]:  # noqa: ANN401
    await page.bring_to_front()
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable")
    before = await _busy(session)
    took = sorted(await page.evaluate(_SCROLL, [box, frames, step]))
    busy = await _busy(session) - before
    await session.detach()
    return {
        "frame_p50_ms": round(percentile(took, 0.5), 1), "frame_p95_ms": round(percentile(took, 0.95), 1),
        "frame_max_ms": round(took[-1], 1), "busy_ms_a_frame": round(busy * 1_000 / frames, 2),
    }  # fmt: skip


async def _busy(session: CDPSession) -> float:
    found = await session.send("Performance.getMetrics")
    return float(next(each["value"] for each in found["metrics"] if each["name"] == "TaskDuration"))
