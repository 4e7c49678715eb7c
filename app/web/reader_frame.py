"""The frame of pages that are read: one look, a way around, and nothing that runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote, urlsplit

from babel import Locale, UnknownLocaleError
from starlette.requests import Request

from app import locales as catalogues
from app.models import Brand
from app.rules.colors import ink, on
from app.rules.locale_tags import canonical
from app.rules.locales import accepted
from app.schemas.appearance import SchemesOut
from app.services import pictures
from app.web.files import tree_of

HTML: Final = "text/html; charset=utf-8"
# No script at all, whatever is in a text; forms post to the desk alone.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Nobody hears of an address that is as good as a password.
ALONE: Final = {"content-security-policy": POLICY, "cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}
# What links stand on at worst: a brand's colour is to be read there too.
_DARKEST_LIGHT: Final = "#e2e5ec"
_LIGHTEST_DARK: Final = "#2b3142"
_PAGE: Final = Path(__file__).resolve().parent / "help" / "page.html"


@dataclass(frozen=True, slots=True)
class House:
    """Whose pages they are, and in which languages they can be read."""

    key: str
    name: str
    languages: tuple[str, ...] = ()
    logo: str | None = None

    def home(self, locale: str) -> str:
        """Where its help centre begins."""
        return f"/help/{quote(self.key)}/{quote(locale)}"


def house(brand: Brand, languages: Sequence[str] = ()) -> House:
    """A brand as its pages show it."""
    return House(brand.key, brand.name, tuple(languages), pictures.address(brand.logo_id))


def page(
    request: Request,
    locale: str,
    title: str,
    *,
    main: str,
    whose: House | None = None,
    head: str = "",
    here: str = "",
    wide: bool = False,
    switch: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A page. `title`, `main` and `head` are escaped already. `here` is the way that is walked (`help`, `contact`,
    `status`); `switch` are the languages in which it is there, with its addresses.
    """
    words = [locale]
    base = f"/web/{tree_of(request).version}"
    return (
        _template()
        .substitute(
            locale=escape(locale),
            direction=direction(locale),
            title=title,
            head=head,
            base=base,
            look="" if whose is None else f'<link rel="stylesheet" href="/help/{quote(whose.key)}/look.css">',
            skip=said("help.skip", words),
            header="" if whose is None else _header(whose, locale, here),
            main=main,
            width="wide" if wide else "",
            footer=_footer(locale, switch),
        )
        .encode()
    )


def said(name: str, wanted: str | Sequence[str], **values: object) -> str:
    """A text of the desk's own, escaped."""
    return escape(catalogues.text(name, wanted, **values))


def link(address: str, words: str, **attributes: str) -> str:
    """A link; both are escaped here."""
    more = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f'<a href="{escape(address)}"{more}>{escape(words)}</a>'


def direction(locale: str) -> str:
    """How a language is written."""
    found = known(locale)
    return "rtl" if found is not None and found.text_direction == "rtl" else "ltr"


def known(locale: str) -> Locale | None:
    """What is known of a language."""
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def language(locale: str) -> str:
    """The name of a language in itself."""
    found = known(locale)
    return (found.get_display_name() if found is not None else None) or locale


def wanted(request: Request) -> list[str]:
    """The languages of whoever asks: that of the address, else those of the browser."""
    named = request.path_params.get("locale") or request.query_params.get("locale", "")[:35]
    taken = accepted(request.headers.get("accept-language"))
    return [canonical(named), *taken] if named else taken


def spoken(wanted: Sequence[str]) -> str:
    """What the desk's own words are in, which is not always what was wanted."""
    return next((each for each in wanted if catalogues.has("help.skip", each)), catalogues.FALLBACK)


def address(request: Request) -> str | None:
    """Where a request comes from."""
    return request.client.host if request.client else None


def from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sent this form: what people say is theirs to say."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def colors(found: SchemesOut) -> bytes:
    """The colours of a brand as a style sheet, by scheme."""
    inks = (ink(found.light.accent, _DARKEST_LIGHT), ink(found.dark.accent, _LIGHTEST_DARK))
    light, dark = (
        f"--accent:{each};--accent-strong:color-mix(in srgb,{each} 80%,var(--text));--accent-text:{on(each)};"
        f"--accent-soft:color-mix(in srgb,{each} 12%,var(--surface))"
        for each in inks
    )
    dark_page = ':root:not([data-theme="light"])'
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{{dark_page}{{{dark}}}}}\n".encode()


def _header(whose: House, locale: str, here: str) -> str:
    logo = "" if whose.logo is None else f'<img src="{escape(whose.logo)}" alt="">'
    key, asked = quote(whose.key), f"?locale={quote(locale)}"
    ways = (
        ("help.contact", f"/contact/{key}{asked}"),
        ("help.status", f"/status/{key}{asked}"),
        ("help.requests", f"/portal/{key}"),
    )
    links = "".join(
        f'<li><a href="{escape(to)}"{" aria-current=page" if name == f"help.{here}" else ""}>'
        f"{said(name, locale)}</a></li>"
        for name, to in ways
    )
    return (
        f'<header class="site"><div class="site-in"><a class="site-name" href="{escape(whose.home(locale))}">{logo}'
        f'<span dir="auto">{escape(whose.name)}</span></a><nav aria-label="{said("help.ways", locale)}">'
        f'<ul class="site-links">{links}</ul></nav></div></header>'
    )


def _footer(locale: str, switch: Sequence[tuple[str, str]]) -> str:
    if len(switch) < 2:  # noqa: PLR2004 - one is no choice
        return ""
    links = "".join(
        f"<li>{link(to, language(each), hreflang=each, lang=each, **_current(each == locale))}</li>"
        for each, to in switch
    )
    label = said("help.languages", locale)
    return (
        f'<footer class="site-foot"><div class="site-in"><nav aria-label="{label}"><ul class="site-links">{links}</ul>'
        "</nav></div></footer>"
    )


def _current(here: bool) -> dict[str, str]:  # noqa: FBT001 - of one place
    return {"aria_current": "true"} if here else {}


@cache
def _template() -> Template:
    return Template(_PAGE.read_text(encoding="utf-8"))
