"""What `otklik doctor` says of the assistant: whether its server answers, takes the key, and has the model."""

from urllib.parse import urlsplit

from app.postgres import Finding
from app.providers import openai
from app.providers.base import Endpoint, ProviderFailed
from app.settings import Settings

SECONDS = 5.0


async def examine(found: Settings) -> Finding:
    """One line. Nothing is written and no text of anybody is sent: it is asked for the names of its models."""
    if found.assistant_url is None or found.assistant_model is None:
        half = found.assistant_url is not None or found.assistant_model is not None
        advice = "OTKLIK_ASSISTANT_URL and OTKLIK_ASSISTANT_MODEL belong together." if half else ""
        return Finding("assistant", ok=not half, detail="half set up" if half else "none is set up", advice=advice)
    key = "" if found.assistant_key is None else found.assistant_key.get_secret_value()
    endpoint = Endpoint("assistant", found.assistant_url.rstrip("/"), key, found.assistant_model, SECONDS)
    host = urlsplit(found.assistant_url).netloc
    try:
        there = await openai.models(endpoint)
    except ProviderFailed as failure:
        if failure.kind in {"rejected", "nonsense"}:
            # Not every such server lists its models.
            advice = "It does not list its models: ask for a draft to see whether it writes."
            return Finding("assistant", ok=True, detail=f"{host}: {failure.text}", advice=advice)
        return Finding("assistant", ok=False, detail=f"{host}: {failure.text}", advice="Check OTKLIK_ASSISTANT_URL.")
    if found.assistant_model not in there:
        known = ", ".join(sorted(there)[:10]) or "none"
        advice = f"OTKLIK_ASSISTANT_MODEL is not among them: {known}."
        return Finding("assistant", ok=True, detail=f"{host} answers, {len(there)} models", advice=advice)
    return Finding("assistant", ok=True, detail=f"{host} answers and has {found.assistant_model}")
