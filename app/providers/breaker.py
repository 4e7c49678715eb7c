"""A provider that fails again and again is left alone for a while: per process, by its name.

Without it every reader of a ticket would wait for a dead provider's timeout, and a provider that is coming back would
meet all of them at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app import clock
from app.providers.base import ProviderFailed

FAILURES = 5
REST_SECONDS = 30.0


@dataclass(slots=True)
class _State:
    failures: int = 0
    until: float = 0.0


_states: dict[str, _State] = {}


@contextmanager
def counting(name: str) -> Iterator[None]:
    """What is done inside counts as one call of this provider: it fails by `ProviderFailed`, which may also say that it
    is not asked at all.
    """
    check(name)
    try:
        yield
    except ProviderFailed as failure:
        failed(name, failure)
        raise
    answered(name)


def check(name: str) -> None:
    """Raises `ProviderFailed` (resting) while this provider is not to be asked."""
    state = _states.get(name)
    left = state.until - clock.monotonic() if state is not None else 0.0
    if left > 0:
        raise ProviderFailed("resting", f"it failed {FAILURES} times in a row and is left alone", retry_after=left)


def failed(name: str, failure: ProviderFailed) -> None:
    """Count a failure; one that is the request's own says nothing about the provider, except that it is there."""
    if failure.kind == "rejected":
        answered(name)
        return
    state = _states.setdefault(name, _State())
    state.failures += 1
    if state.failures >= FAILURES:
        state.until = clock.monotonic() + REST_SECONDS
        # After its rest one more failure is enough.
        state.failures = FAILURES - 1


def answered(name: str) -> None:
    """Forget its failures."""
    _states.pop(name, None)


def forget() -> None:
    """Start anew with all providers, as after settings changed."""
    _states.clear()
