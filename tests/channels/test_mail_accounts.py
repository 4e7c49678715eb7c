"""What makes a mailbox that can write, and what an admin is told of one that cannot."""

from typing import Any

import pytest

from app.channels.base import Account
from app.channels.mail import accounts
from app.ids import new_id
from tests.channels.test_mail_writing import key

__all__ = ["key"]


def mailbox(address: str = "help@shop.example", secrets: dict[str, str] | None = None, **settings: Any) -> Account:
    return Account(new_id(), "email", "Help", address, settings, secrets or {})


def test_a_mailbox_that_can_write(key: Any) -> None:
    accounts.check(mailbox())
    secrets = {"smtp_url": "smtps://help%40shop:pw@mx.shop.example", "dkim_private_key": key[0].private_key}
    dkim = {"selector": "mail", "domain": "shop.example"}
    accounts.check(mailbox(secrets=secrets, dkim=dkim, below={"en": "{{ agent.name }}"}))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"address": "help"}, "address"), ({"address": "помощь@shop.example"}, "address"),
        ({"secrets": {"smtp_url": "http://user:geheim@mx"}}, "smtp_url"),
        ({"secrets": {"dkim_private_key": "x"}}, "dkim"),
        ({"dkim": {"selector": "mail", "domain": "shop.example"}}, "dkim"),
        ({"dkim": {"selector": "a", "domain": "b.c"}, "secrets": {"dkim_private_key": "geheim"}}, "private key"),
        ({"above": {"en": "{{ agent.name"}}, "above.en"), ({"below": {"ru": "{{ agent.phone }}"}}, "no agent.phone"),
    ],
)  # fmt: skip
def test_one_that_cannot(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        accounts.check(mailbox(**given))
    assert "geheim" not in str(refused.value)
