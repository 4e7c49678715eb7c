"""Whether the settings and secrets of a mailbox make one that can write."""

from collections.abc import Mapping

from app.channels.base import Account
from app.channels.mail import signing, smtp, writing
from app.rules import mail_wrappers
from app.rules.templates import TemplateError


def check(account: Account) -> None:
    """Raise ValueError with a sentence for an admin; no secret is in it."""
    try:
        writing.envelope(account.address)
    except ValueError as error:
        msg = "address: one that can stand in a mail, like help@shop.example"
        raise ValueError(msg) from error
    if url := account.secrets.get("smtp_url"):
        try:
            smtp.check(url)
        except ValueError as error:
            raise ValueError(f"smtp_url: {error}") from error
    dkim = account.settings.get("dkim")
    key = account.secrets.get("dkim_private_key")
    if bool(dkim) != bool(key):
        msg = "dkim: a selector and a domain in the settings go with dkim_private_key in the secrets"
        raise ValueError(msg)
    if dkim and key:
        signing.check(signing.Dkim(dkim["selector"], dkim["domain"], key))
    for name in ("above", "below"):
        _check_words(name, account.settings.get(name) or {})


def _check_words(name: str, words: Mapping[str, str]) -> None:
    for language, source in words.items():
        try:
            unknown = mail_wrappers.unknown(source)
        except TemplateError as error:
            raise ValueError(f"{name}.{language}: {error.sentence}") from error
        if unknown:
            raise ValueError(f"{name}.{language}: there is no {unknown[0]}")
