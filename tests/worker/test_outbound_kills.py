"""Two processes that send mail and are killed again and again: nothing arrives twice, and what did not is shown."""

import asyncio
import os
import random
from collections import Counter
from typing import Any

import pytest

from app.db import Database
from app.services import mail_names
from app.settings import Settings
from tests import nursery
from tests.conftest import SECRET
from tests.desks import a_database, state_of
from tests.receivers import MailServer
from tests.worker.outbound_desk import ADDRESS, an_out, words

PEOPLE, EACH, KILLS = 8, 4, 10
_LEFT = "SELECT count(*) FROM outbound WHERE status IN ('waiting', 'sending', 'handing')"


class Slow(MailServer):
    """Takes its time at each step: whoever is killed is killed in the middle of any of them."""

    chance = random.Random(20_261)
    begun = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        type(self).begun += 1
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, and say so later."""
        await asyncio.sleep(self.chance.uniform(0, 0.02))
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.chance.uniform(0, 0.02))
        return answer


def _born(url: str, mail: str) -> nursery.Born:
    return nursery.start("tests.worker.sending_processes:run", url, mail, SECRET, environment=os.environ)


def _kill(process: nursery.Born) -> None:
    process.kill()
    process.wait()


# Twelve processes start one after the other, on a machine that may have other things to do.
@pytest.mark.timeout(240)
async def test_nothing_arrives_twice_whoever_is_killed(postgres: str, settings: Settings) -> None:
    async with a_database(postgres) as url:
        database = Database(url, settings)
        async with an_out(database, settings) as out:
            out.server.__class__ = Slow
            people = [await out.ticket(f"c{n}@example.com") for n in range(PEOPLE)]
            for n in range(EACH):
                for ticket in people:
                    await out.say(ticket, f"{n}")
            await out.follow()
            mail = f"smtp://127.0.0.1:{out.server.port}"
            working, kills, before = [_born(url, mail), _born(url, mail)], 0, 0
            try:
                while await state_of(database, _LEFT):
                    await asyncio.sleep(Slow.chance.uniform(0.01, 0.1))
                    # However slow the machine is: it has begun something since the last one died.
                    if kills < KILLS and before < Slow.begun:
                        kills, before = kills + 1, Slow.begun
                        _kill(working.pop(0))
                        working.append(_born(url, mail))
            finally:
                for each in working:
                    _kill(each)
            rows = await out.rows()
            mails = out.server.mails
        await database.close()
    assert len(rows) == PEOPLE * EACH
    assert {row["status"] for row in rows} <= {"sent", "unsure"}
    arrived = Counter(mail["message-id"].strip("<>") for mail in mails)
    assert set(arrived.values()) == {1}, "something arrived twice"
    for row in rows:
        name = mail_names.message_id(row["ticket_id"], row["message_id"], ADDRESS)
        assert arrived[name] == 1 or row["status"] == "unsure"
    # To each of them in order.
    for person in {str(mail["to"]) for mail in mails}:
        said = [words(mail) for mail in mails if str(mail["to"]) == person]
        assert said == sorted(said)
