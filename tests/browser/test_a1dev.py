import os, traceback
from tests.browser.test_admin1 import *
async def test_dev(open_page, axe, callers_):
    admin = await callers_.admin()
    await callers_.agent(name="Boris Ivanov", online=True)
    page = await open_page("/console/admin", as_=admin, locale=os.environ.get("LOC","en"), width=int(os.environ.get("W","1440")), scheme=os.environ.get("SCHEME","light"))
    wanted = os.environ.get("ONLY")
    for section in ([*SECTIONS, *(f"{each}?id=new" for each in MADE)] if not wanted else wanted.split(",")):
        await page.goto(f"{admin.desk.url}/console/admin/{section}")
        await page.wait_for_load_state("networkidle")
        n = len(open_page.faults.found)
        try:
            await axe(page)
        except AssertionError as e:
            print("AXE", section, str(e)[:1500])
        keys = await page.evaluate("[...document.body.innerText.matchAll(/\\b(admin|resource|conditions)\\.[\\w-]+/g)].map(m=>m[0])")
        if keys: print("KEYS", section, set(keys))
        if os.environ.get("PIC"): await page.screenshot(path=f"/tmp/shots_a1/{section.replace('?','-').replace('=','-')}-{os.environ.get('LOC','en')}-{os.environ.get('W','1440')}-{os.environ.get('SCHEME','light')}.png", full_page=True)
        print("ok", section, open_page.faults.found)
        open_page.faults.found.clear()
