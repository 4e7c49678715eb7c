"""The markup of the help centre: its home, its categories, what was found, and an article."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any, Literal, get_args
from urllib.parse import quote, urlencode

import orjson
from babel.dates import format_date

from app.schemas.help_articles import HelpArticleBrief, HelpArticleOut, HelpArticlePage
from app.schemas.help_categories import HelpCategoryOut
from app.settings import settings
from app.web.reader_frame import House, known, link, said

_HEADINGS = 3
# Where a JSON text ends nothing else may: what stands in a title ends no script.
_TURNED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_FIRST = re.compile(r"\s*<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r'<img[^>]+src="(https?://[^"]+)"')


Answer = Literal["yes", "no", "told"]


def answer_of(said: str | None) -> Answer | None:
    """What they have just said, from the address that they were sent to."""
    return next((each for each in get_args(Answer) if each == said), None)


def doors(title: str, there: Sequence[tuple[str, str]], locale: str) -> str:
    """What each brand of a desk has of its own, as (address, name)."""
    listed = "".join(
        f'<li><a class="shelf" href="{escape(at)}"><strong dir="auto">{escape(name)}</strong></a></li>'
        for at, name in there
    )
    shown = f'<ul class="shelves">{listed}</ul>' if there else f'<p class="lead">{said("help.nothing", locale)}</p>'
    return f"<h1>{title}</h1>\n{shown}"


def home(
    whose: House,
    locale: str,
    tree: Sequence[HelpCategoryOut],
    listed: HelpArticlePage,
    popular: Sequence[HelpArticleBrief],
) -> str:
    """Where readers begin."""
    parts = [f'<div class="hero"><h1>{said("help.ask", locale)}</h1>{_search(whose, locale, "")}</div>']
    roots = sorted((each for each in tree if each.parent_id is None), key=lambda each: (each.position, each.name))
    if roots:
        counted = {each.id: [low.name for low in _below(tree, each)] for each in roots}
        shelves = "".join(_shelf(whose, locale, each, counted[each.id]) for each in roots)
        parts.append(f'<h2>{said("help.categories", locale)}</h2><ul class="shelves">{shelves}</ul>')
    if popular:
        parts.append(f"<h2>{said('help.popular', locale)}</h2>{_papers(popular)}")
    if not roots or not popular:
        known_of = {each.id for each in popular}
        others = [each for each in listed.items if each.id not in known_of]
        if others:
            parts.append(f"<h2>{said('help.all', locale)}</h2>{_papers(others)}{_more(whose, locale, listed, None)}")
    if not listed.items:
        parts.append(f'<p class="lead">{said("help.nothing", locale)}</p>')
    return "\n".join(parts)


def category(
    whose: House,
    locale: str,
    tree: Sequence[HelpCategoryOut],
    here: HelpCategoryOut | None,
    listed: HelpArticlePage,
) -> str:
    """What stands in a category, and what is below it."""
    by_id = {each.id: each for each in tree}
    above: list[HelpCategoryOut] = []
    parent = None if here is None else here.parent_id
    while parent in by_id and len(above) < len(tree):
        above.insert(0, by_id[parent])
        parent = above[0].parent_id
    name = whose.name if here is None else here.name
    lower = [] if here is None else _below(tree, here)
    shelves = "".join(_shelf(whose, locale, each, [low.name for low in _below(tree, each)]) for each in lower)
    return "\n".join(
        (
            _trail(whose, locale, above),
            f'<h1 dir="auto">{escape(name)}</h1>',
            _search(whose, locale, ""),
            f'<ul class="shelves">{shelves}</ul>' if shelves else "",
            _papers(listed.items) if listed.items else "",
            _more(whose, locale, listed, here),
        )
    )


def results(whose: House, locale: str, query: str, found: Sequence[Mapping[str, Any]], search_id: object = None) -> str:
    """What was found, best first."""
    parts = [_trail(whose, locale, ()), f"<h1>{said('help.results', locale, query=query)}</h1>"]
    parts.append(_search(whose, locale, query))
    if found:
        asked = f"?{urlencode({'search': str(search_id)})}" if search_id else ""
        rows = "".join(
            f'<li><a href="{escape(each["url"] + asked)}" lang="{escape(each["locale"])}">'
            f'<strong dir="auto">{each["title_html"]}</strong><span dir="auto">{each["html"]}</span></a></li>'
            for each in found
        )
        parts.append(f'<ol class="papers">{rows}</ol>')
    else:
        parts.append(f'<p role="status" class="lead">{said("help.found_nothing", locale)}</p>')
    to = f"/contact/{quote(whose.key)}?locale={quote(locale)}"
    parts.append(
        f'<p>{said("help.not_there", locale)} <a href="{escape(to)}">{said("help.contact_us", locale)}</a></p>'
    )
    return "\n".join(parts)


def article(found: HelpArticleOut, name: str, *, answer: Answer | None) -> str:
    """An article, its contents, and whether it helped."""
    locale, whose = found.locale, House(found.brand, name)
    headings = [each for each in found.headings if each.level <= _HEADINGS and each.text != found.title]
    beside = ""
    if len(headings) > 1:
        top = min(each.level for each in headings)
        rows = "".join(
            f"<li{' class=deeper' if each.level > top else ''}>"
            f'<a href="#{escape(quote(each.id))}">{escape(each.text)}</a></li>'
            for each in headings
        )
        label = said("help.contents", locale)
        beside = f'<div class="contents"><nav aria-label="{label}"><h2>{label}</h2><ol>{rows}</ol></nav></div>'
    summary = f'<p class="lead" dir="auto">{escape(found.summary)}</p>' if found.summary is not None else ""
    related = ""
    if found.related:
        related = f"<section><h2>{said('help.related', locale)}</h2>{_papers(found.related)}</section>"
    updated = escape(format_date(found.published_at.date(), locale=known(locale) or "en"))
    when = f'<time datetime="{found.published_at.date().isoformat()}">{updated}</time>'
    return (
        f"{_trail(whose, locale, found.categories)}\n"
        f'<div class="article-split"><div class="article"><article class="article">'
        f'<h1 dir="auto">{escape(found.title)}</h1>{summary}'
        f'<div class="prose" dir="auto">{_without_title(found)}</div></article>'
        f'<p class="muted small">{said("help.updated", locale)} {when}</p>\n'
        f"{_asked(found, answer)}{related}</div>{beside}</div>"
    )


def article_head(found: HelpArticleOut, name: str) -> str:
    """What search engines and those who share it read."""
    others = [each for each in found.locales if each.locale != found.locale]
    lines = [f'<link rel="canonical" href="{escape(found.url)}">']
    lines += [
        f'<link rel="alternate" hreflang="{escape(each.locale)}" href="{escape(each.url)}">'
        for each in (found.locales if others else ())
    ]
    if found.summary is not None:
        lines.append(f'<meta name="description" content="{escape(found.summary)}">')
        lines.append(f'<meta property="og:description" content="{escape(found.summary)}">')
    lines += [
        f'<meta property="og:{each}" content="{escape(value)}">'
        for each, value in (
            ("type", "article"), ("title", found.title), ("site_name", name), ("url", found.url),
            ("locale", found.locale.replace("-", "_")),
        )
    ]  # fmt: skip
    image = _IMAGE.search(found.html)
    if image is not None:
        lines.append(f'<meta property="og:image" content="{image[1]}">')
    home_url = f"{settings().public_url.rstrip('/')}{House(found.brand, name).home(found.locale)}"
    crumbs = [(name, home_url), *((each.name, f"{home_url}?category={each.id}") for each in found.categories)]
    lines.append(
        _data(
            {
                "@type": "Article",
                "headline": found.title[:110],
                "description": found.summary,
                "inLanguage": found.locale,
                "datePublished": found.published_at.isoformat(),
                "dateModified": found.updated_at.isoformat(),
                "mainEntityOfPage": found.url,
                "publisher": {"@type": "Organization", "name": name},
            }
        )
    )
    steps = [
        {"@type": "ListItem", "position": place, "name": title, "item": address}
        for place, (title, address) in enumerate((*crumbs, (found.title, found.url)), 1)
    ]
    lines.append(_data({"@type": "BreadcrumbList", "itemListElement": steps}))
    return "\n".join(lines)


def contents_head(whose: House, locale: str, here: HelpCategoryOut | None, *, listed: bool) -> str:
    """Of a list: where it is in every language. What was searched is nobody else's page."""
    if not listed:
        return '<meta name="robots" content="noindex">'
    base, more = settings().public_url.rstrip("/"), "" if here is None else f"?category={here.id}"
    lines = [f'<link rel="canonical" href="{escape(base + whose.home(locale) + more)}">']
    if len(whose.languages) > 1:
        lines += [
            f'<link rel="alternate" hreflang="{escape(each)}" href="{escape(base + whose.home(each) + more)}">'
            for each in whose.languages
        ]
    sitemap = f"/v1/help/sitemap.xml?{urlencode({'brand': whose.key})}"
    lines.append(f'<link rel="sitemap" type="application/xml" href="{escape(sitemap)}">')
    lines.append(f'<meta property="og:title" content="{escape(whose.name if here is None else here.name)}">')
    return "\n".join(lines)


def way_back(locale: str) -> str:
    """From where nothing is."""
    return f'<p><a class="button" href="/help">{said("help.title", locale)}</a></p>'


def _without_title(found: HelpArticleOut) -> str:
    """What is written, but for a heading that says the title once more."""
    first = _FIRST.match(found.html)
    if first is not None and unescape(_TAG.sub("", first[1])).strip() == found.title.strip():
        return found.html[first.end() :]
    return found.html


def _asked(found: HelpArticleOut, answer: str | None) -> str:
    locale = found.locale
    if answer in {"yes", "told"}:
        inside = f'<p role="status"><strong>{said("help.thanks", locale)}</strong></p>'
    elif answer == "no":
        contact = f"/contact/{quote(found.brand)}?locale={quote(locale)}"
        inside = (
            f'<p role="status"><strong>{said("help.sorry", locale)}</strong></p>'
            '<form method="post" action="?" class="stack"><input type="hidden" name="helped" value="no">'
            f'<label class="field"><span class="label">{said("help.missing", locale)}</span>'
            '<textarea name="comment" maxlength="1000" required></textarea></label>'
            f'<div class="row"><button class="button primary" type="submit">{said("help.send", locale)}</button>'
            f'<a class="button" href="{escape(contact)}">{said("help.contact_us", locale)}</a></div></form>'
        )
    else:
        inside = (
            f'<p id="asked"><strong>{said("help.helped", locale)}</strong></p>'
            '<form method="post" action="?" class="row" aria-labelledby="asked">'
            f'<button class="button" name="helped" value="yes" type="submit">{said("survey.yes", locale)}</button>'
            f'<button class="button" name="helped" value="no" type="submit">{said("survey.no", locale)}</button></form>'
        )
    return f'<section class="asked" id="helped">{inside}</section>'


def _search(whose: House, locale: str, query: str) -> str:
    label = said("help.search", locale)
    return (
        f'<form class="search" role="search" method="get" action="{escape(whose.home(locale))}">'
        f'<input class="input" type="search" name="q" value="{escape(query)}" maxlength="500" required dir="auto"'
        f' aria-label="{label}" placeholder="{label}"><button class="button primary" type="submit">'
        f"{said('help.find', locale)}</button></form>"
    )


def _shelf(whose: House, locale: str, found: HelpCategoryOut, below: Sequence[str]) -> str:
    more = f'<span dir="auto">{escape(", ".join(below[:4]))}</span>' if below else ""
    to = f"{whose.home(locale)}?category={found.id}"
    return f'<li><a class="shelf" href="{escape(to)}"><strong dir="auto">{escape(found.name)}</strong>{more}</a></li>'


def _papers(found: Sequence[HelpArticleBrief]) -> str:
    rows = "".join(
        f'<li><a href="{escape(each.url)}" lang="{escape(each.locale)}">'
        f'<strong dir="auto">{escape(each.title)}</strong>'
        f"{f'<span dir=auto>{escape(each.summary)}</span>' if each.summary else ''}</a></li>"
        for each in found
    )
    return f'<ul class="papers">{rows}</ul>'


def _more(whose: House, locale: str, listed: HelpArticlePage, here: HelpCategoryOut | None) -> str:
    if listed.next_cursor is None:
        return ""
    following = {**({"category": str(here.id)} if here is not None else {}), "after": listed.next_cursor}
    to = f"{whose.home(locale)}?{urlencode(following)}"
    return f'<p><a class="button" href="{escape(to)}">{said("help.more", locale)}</a></p>'


def _trail(whose: House, locale: str, above: Iterable[HelpCategoryOut]) -> str:
    steps = [link(whose.home(locale), whose.name)]
    steps += [link(f"{whose.home(locale)}?category={each.id}", each.name) for each in above]
    rows = "".join(f'<li dir="auto">{each}</li>' for each in steps)
    return f'<nav aria-label="{said("help.trail", locale)}"><ol class="trail">{rows}</ol></nav>'


def _below(tree: Sequence[HelpCategoryOut], found: HelpCategoryOut) -> list[HelpCategoryOut]:
    return sorted((each for each in tree if each.parent_id == found.id), key=lambda each: (each.position, each.name))


def _data(found: Mapping[str, Any]) -> str:
    text = orjson.dumps({"@context": "https://schema.org", **found}).decode().translate(_TURNED)
    return f'<script type="application/ld+json">{text}</script>'
