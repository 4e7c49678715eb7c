"""What `otklik doctor` says of translation: whether the provider answers and takes the key."""

from dataclasses import replace
from urllib.parse import urlsplit

from app.postgres import Finding
from app.providers import translation
from app.providers.base import ProviderFailed
from app.services import translating
from app.settings import Settings

SECONDS = 5.0


async def examine(found: Settings) -> Finding:
    """One line. No text of anybody is sent: it is asked for what costs nothing."""
    endpoint = translating.endpoint(found)
    if endpoint is None:
        return Finding("translation", ok=True, detail="none is set up: messages stay as they were written")
    who = f"{found.translation_provider} at {urlsplit(endpoint.url).netloc}"
    try:
        said = await translation.look(replace(endpoint, seconds=min(SECONDS, endpoint.seconds)))
    except ProviderFailed as failure:
        advice = "Check OTKLIK_TRANSLATION_URL, _KEY and _MODEL."
        return Finding("translation", ok=False, detail=f"{who}: {failure.text}", advice=advice)
    return Finding("translation", ok=True, detail=f"{who}: {said}")
