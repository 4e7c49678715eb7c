"""The signed names of this desk's mails (`rules/mail_ids.py`), under its secret and the one before."""

from uuid import UUID

from app.channels.base import Account
from app.rules import mail_ids
from app.settings import settings


def keys() -> list[bytes]:
    """The keys of signed names, the current one first."""
    now = settings()
    return [mail_ids.key(each.get_secret_value()) for each in (now.secret, now.secret_previous) if each is not None]


def desk_mark() -> str:
    """By what this desk knows its own mails."""
    return mail_ids.desk_mark(keys())


def message_id(ticket_id: UUID, message_id: UUID, address: str) -> str:
    """The Message-ID of a message's mails, always the same: a mailbox knows a second copy by it."""
    domain = address.rpartition("@")[2].encode("idna").decode("ascii")
    return mail_ids.message_id(keys(), ticket_id=ticket_id, message_id=message_id, domain=domain)


def reply_address(ticket_id: UUID, account: Account) -> str:
    """Where answers go: the mailbox with the ticket's token, unless its server knows no plus addresses."""
    if account.settings.get("plus_addressing") is False:
        return account.address
    made = mail_ids.reply_address(keys(), ticket_id=ticket_id, address=account.address)
    return account.address if made is None else made


def outreach_id(recipient_id: UUID, address: str) -> str:
    """The Message-ID of an outreach's mail to one person."""
    domain = address.rpartition("@")[2].encode("idna").decode("ascii")
    return mail_ids.outreach_id(keys(), recipient_id=recipient_id, domain=domain)


def outreach_address(recipient_id: UUID, account: Account) -> str:
    """Where answers to it go: the mailbox with a token, unless its server knows no plus addresses."""
    if account.settings.get("plus_addressing") is False:
        return account.address
    made = mail_ids.outreach_address(keys(), recipient_id=recipient_id, address=account.address)
    return account.address if made is None else made
