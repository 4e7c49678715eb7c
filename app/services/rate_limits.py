"""Limits on how often: sliding windows in this process's memory, small whatever is thrown at them."""

from collections import OrderedDict, deque
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from app import clock
from app.errors import TooMany

# Keys kept per limit: the one untouched for longest goes first. Each limit has its own table, so that filling
# a cheap one (addresses) never empties an expensive one (accounts).
MAX_KEYS = 20_000
_tables: dict[str, OrderedDict[str, deque[float]]] = {}


def check(name: str, key: str, *, limit: int, seconds: float) -> None:
    """Count one more of `name` by `key`. Raises `TooMany` when there were `limit` within the last `seconds`.

    A refused one is not counted: whoever waits as long as told gets through. Limits are per process, so N API
    processes allow up to N times as many.
    """
    now = clock.monotonic()
    table = _tables.setdefault(name, OrderedDict())
    times = table.setdefault(key, deque())
    table.move_to_end(key)
    while times and times[0] <= now - seconds:
        times.popleft()
    if len(times) >= limit:
        raise TooMany(retry_after=times[0] + seconds - now)
    times.append(now)
    if len(table) > MAX_KEYS:
        table.popitem(last=False)


def headers(name: str, key: str, *, limit: int, seconds: float) -> dict[str, str]:
    """How much of a limit is left and when there is more, as the RateLimit headers say it."""
    now = clock.monotonic()
    times = (_tables[name].get(key) if name in _tables else None) or deque()
    # Each goes once: to count thousands of them again for every answer would cost more than the answer.
    while times and times[0] <= now - seconds:
        times.popleft()
    reset = max(1, round(times[0] + seconds - now)) if times else round(seconds)
    return {
        "RateLimit-Policy": f'"{name}";q={limit};w={round(seconds)}',
        "RateLimit": f'"{name}";r={max(0, limit - len(times))};t={reset}',
    }


def refund(name: str, key: str) -> None:
    """Take back the latest count, when only failures are to count and this one did not fail."""
    times = _tables[name].get(key) if name in _tables else None
    if times:
        times.pop()


def forget() -> None:
    """Forget every count (a test starts clean)."""
    _tables.clear()


def network_of(host: str | None) -> str:
    """What to count a client by: its IPv4 address, or its IPv6 /64, which one client has whole."""
    try:
        address: IPv4Address | IPv6Address = ip_address(host or "")
    except ValueError:
        return host or "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address.packed[:8] + bytes(8), 64)))
    return str(address)
