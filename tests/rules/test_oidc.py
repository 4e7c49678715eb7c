"""What a provider's claims may say, and what of it is believed."""

import pytest

from app.rules import oidc


@pytest.mark.parametrize("subject", [None, "", 7, ["x"], "x" * 256, "a\x00b", "\ud800"])
def test_nobody_without_an_id_that_can_be_kept(subject: object) -> None:
    assert oidc.person({"sub": subject, "email": "a@b.example", "email_verified": True}, trust_email=True) is None


@pytest.mark.parametrize(
    ("said", "trusted", "believed"),
    [(True, False, True), ("true", False, True), (None, True, True), (None, False, False), (False, True, False),
     ("false", True, False), (1, False, False), (0, True, False), ("yes", True, False)],
)  # fmt: skip
def test_an_address_is_believed_when_the_provider_vouches_for_it(
    *, said: object, trusted: bool, believed: bool
) -> None:
    claims = {"sub": "7", "email": "a@b.example"} | ({} if said is None else {"email_verified": said})
    found = oidc.person(claims, trust_email=trusted)
    assert found is not None
    assert (found.email == "a@b.example") is believed


@pytest.mark.parametrize("hostile", ["a\x00b", "\ud800", 5, ["a@b.example"], {"x": 1}])
def test_what_cannot_be_kept_was_not_said(hostile: object) -> None:
    found = oidc.person({"sub": "7", "email": hostile, "name": hostile, "email_verified": True}, trust_email=False)
    assert found == oidc.Person(subject="7", email=None, name=None)


def test_a_name_is_one_line() -> None:
    found = oidc.person({"sub": "7", "name": "  Anna\r\n Bcc:\tx  "}, trust_email=False)
    assert found is not None
    assert found.name == "Anna Bcc: x"
