"""From an address that names no brand to those of the brands: the portal's, and how a brand is reached."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.models import Brand
from app.reading import answer_bytes
from app.web import help_html, reader_frame


def led(request: Request, there: Sequence[Brand], *, at: str, title: str) -> Response:
    """To the page of the only brand, `{at}/{brand}`; of several, a list with this text as its title."""
    if len(there) == 1:
        return RedirectResponse(f"{at}/{quote(there[0].key)}", 307, {"cache-control": "no-cache"})
    locale = reader_frame.spoken(reader_frame.wanted(request))
    heading = reader_frame.said(title, locale)
    main = help_html.doors(heading, [(f"{at}/{quote(each.key)}", each.name) for each in there], locale)
    page = reader_frame.page(request, locale, heading, main=main, wide=True)
    answer = answer_bytes(request, page, reader_frame.HTML, private=False)
    answer.headers["content-security-policy"] = reader_frame.POLICY
    return answer
