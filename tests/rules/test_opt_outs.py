"""Links that end mails: only ours, whole, and not for ever."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.rules.opt_outs import GOOD_FOR, Kind, Link, key_of, read, token

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY, OTHER = key_of(b"one"), key_of(b"other")


@pytest.mark.parametrize("kind", ["surveys", "outreach"])
def test_a_link_says_who_and_what(kind: Kind) -> None:
    link = Link(UUID(int=7), kind)
    made = token(KEY, link, NOW)
    assert read([OTHER, KEY], made, NOW) == link
    assert read([OTHER], made, NOW) is None
    assert read([KEY], made, NOW + GOOD_FOR - timedelta(days=1)) == link
    assert read([KEY], made, NOW + GOOD_FOR + timedelta(days=1)) is None


def test_what_is_no_link_of_ours() -> None:
    made = token(KEY, Link(UUID(int=7), "surveys"), NOW)
    for place in range(len(made)):
        other = "A" if made[place] != "A" else "B"
        changed = made[:place] + other + made[place + 1 :]
        assert read([KEY], changed, NOW) is None or changed[:-1] == made[:-1]
    for odd in ("", "opt_", "opt_x", made[4:], made + "AAAA", "opt_" + "é" * 40, "opt_" + "=" * 52):
        assert read([KEY], odd, NOW) is None
