"""Names: whether they have the records that they should, asked of the system's name servers or of one that is named."""

import re
from ipaddress import ip_address

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver

from app.monitoring.base import Asked, FailedError, Found, Watch, addresses
from app.monitoring.places import place
from app.rules.outgoing import Allowed, RefusedError

DNS = 53
_NAME = re.compile(
    r"(?=.{1,253}\.?$)([a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?",
    re.IGNORECASE,
)
_MOST = 20


def name(target: str) -> str:
    """A name that can be asked about. Raises `RefusedError`."""
    if not _NAME.fullmatch(target):
        raise RefusedError("Write a name like shop.example (in Punycode)")
    return target


async def lookup(asked: Asked, watch: Watch) -> Found:
    """Whether a name has records of this kind, and all that are expected."""
    kind: str = asked.expect.get("record", "A")
    resolver = await _resolver(asked)
    resolver.lifetime = watch.left
    try:
        answer = await resolver.resolve(f"{name(asked.target).removesuffix('.')}.", kind, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
        raise FailedError("records", f"The name has no {kind} record") from error
    except dns.exception.Timeout as error:
        raise FailedError("timeout", "The name server does not answer in time") from error
    except (dns.exception.DNSException, OSError) as error:
        raise FailedError("unresolved", "The name servers give no answer") from error
    found = sorted(_plain(each.to_text()) for each in answer)
    missing = [each for each in asked.expect.get("values") or [] if _plain(each) not in found]
    facts = {"records": _shown(found, asked)}
    if missing:
        raise FailedError("records", f"{len(missing)} of the records that are expected are not there", **facts)
    return Found("ok", ms=watch.ms, facts=facts)


async def _resolver(asked: Asked) -> dns.asyncresolver.Resolver:
    server: str | None = asked.expect.get("nameserver")
    if server is None:
        try:
            return dns.asyncresolver.Resolver()
        except dns.resolver.NoResolverConfiguration as error:
            raise FailedError("unresolved", "This machine has no name servers") from error
    target = place(server, port=DNS)
    made = dns.asyncresolver.Resolver(configure=False)
    made.nameservers = [str(each) for each in (await addresses(target, asked.allow))[:3]]
    made.port = target.port
    return made


def _plain(value: str) -> str:
    return value.strip().strip('"').lower().removesuffix(".")


def _shown(found: list[str], asked: Asked) -> list[str]:
    """The records; addresses inside the operator's network are nobody's to learn here."""
    allowed = Allowed.read(asked.allow)
    shown = []
    for each in found[:_MOST]:
        try:
            address = ip_address(each)
        except ValueError:
            shown.append(each[:300])
        else:
            shown.append(each if allowed.takes("", address) else "an address that is not on the internet")
    return shown
