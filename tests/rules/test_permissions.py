"""Roles and scopes: each role may what the one below may, and no key can make another key."""

from typing import get_args

import pytest

from app.rules.actors import SYSTEM, Actor, ActorKind
from app.rules.permissions import ADMIN, AGENT, CUSTOMER, LEAD, ROLES, SCOPES, Permission

P = Permission


def test_each_role_may_what_the_one_below_may() -> None:
    assert AGENT < LEAD < ADMIN
    assert {"agent": AGENT, "lead": LEAD, "admin": ADMIN} == ROLES


def test_every_permission_is_somebodys() -> None:
    assert set(Permission) == ADMIN | CUSTOMER


@pytest.mark.parametrize("permission", [P.PEOPLE_WRITE, P.SETTINGS_WRITE, P.KEYS_WRITE])
def test_what_only_admins_may(permission: Permission) -> None:
    assert permission in ADMIN
    assert permission not in AGENT | LEAD | CUSTOMER | SCOPES


def test_customers_have_no_view_of_the_desk() -> None:
    assert not CUSTOMER & {P.PEOPLE_READ, P.CUSTOMERS_READ, P.SETTINGS_READ, P.FEEDBACK_READ, P.PRESENCE_OWN}


def test_agents_do_not_rate_themselves() -> None:
    assert P.FEEDBACK_WRITE in CUSTOMER
    assert P.FEEDBACK_WRITE not in ADMIN | SCOPES


def test_only_the_desk_itself_and_agents_see_what_is_internal() -> None:
    seeing = {kind for kind in get_args(ActorKind) if Actor(kind, SYSTEM.id, "").sees_internal}
    assert seeing == {"agent", "system"}


def test_an_actor_may_what_it_holds() -> None:
    key = Actor("partner", SYSTEM.id, "Shop", permissions=frozenset({P.TICKETS_READ}))
    assert key.may(P.TICKETS_READ)
    assert not key.may(P.TICKETS_WRITE)
    assert all(SYSTEM.may(each) for each in Permission)
