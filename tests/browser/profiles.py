"""Profiles of the browser that are used again: what never changes is loaded once, and nothing else is left in them.

A new profile has nothing of the pages' modules yet, neither as text nor as what the browser has made of it, and every
page in it starts a process of its own: that took longer than most tests. In a profile that is used again one empty page
of the desk stays open, whose process the next pages share. A script that is to run before those of the pages cannot be
taken out of it any more: `open_page(script=...)` gets a new one, and so does what is no page of the console, as
browsers keep what readers get for a minute.
"""

from collections.abc import Mapping

from playwright.async_api import Browser, BrowserContext, CDPSession, Page

# A machine that does nine things at once takes its time; what is there at once is not waited for.
PATIENCE_MS = 30_000
SIZE = (1440, 900)
_LANGUAGES: Mapping[str, str] = {"en": "en-GB", "ru": "ru-RU"}
# All that pages keep, but for the copies of files, whose addresses never change what they say.
_KEPT = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage,websql"


async def fresh(browser: Browser, locale: str = "en") -> BrowserContext:
    """A profile that nobody has used."""
    context = await browser.new_context(
        locale=_LANGUAGES.get(locale, locale),
        color_scheme="light",
        viewport={"width": SIZE[0], "height": SIZE[1]},
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


class Profile:
    """One that is used again."""

    def __init__(self, locale: str, context: BrowserContext, keeper: Page, devtools: CDPSession) -> None:
        self.locale = locale
        self.context = context
        self._keeper = keeper
        self._devtools = devtools

    async def keep(self, stored: Mapping[str, str]) -> None:
        """What the storage has from the beginning."""
        if stored:
            await self._keeper.evaluate(
                "stored => { for (const [key, value] of Object.entries(stored)) localStorage.setItem(key, value); }",
                dict(stored),
            )

    async def emptied(self, origin: str) -> bool:
        """Nothing is left of whoever used it; False when that cannot be."""
        if await self._keeper.evaluate("'__pwClock' in globalThis"):
            # A clock that a test has set stays so.
            await self.context.close()
            return False
        for page in self.context.pages:
            if page is not self._keeper:
                await page.close()
        await self.context.set_offline(False)
        await self.context.unroute_all()
        await self.context.clear_permissions()
        await self.context.clear_cookies()
        await self._devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _KEPT})
        return True


class Profiles:
    """All of a desk, by the language of the browser."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._free: dict[str, list[Profile]] = {}

    async def take(self, locale: str) -> Profile:
        """One that nobody uses now."""
        free = self._free.setdefault(locale, [])
        return free.pop() if free else await self._made(locale)

    async def give_back(self, profile: Profile) -> None:
        """The test is over."""
        if await profile.emptied(self._origin):
            self._free[profile.locale].append(profile)

    async def _made(self, locale: str) -> Profile:
        context = await fresh(self._browser, locale)
        keeper = await context.new_page()
        # A document of the desk's own in which nothing runs.
        await keeper.goto(f"{self._origin}/web/any/icon.svg")
        return Profile(locale, context, keeper, await context.new_cdp_session(keeper))
