"""The loops beside the worker's own: a receiver that is slow, and work that is long, hold up no routing."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from app.db import Database
from app.delivering import Deliverer
from app.departing import Departer
from app.feeding import Consumers, Reader, Sequencer
from app.fetching import Fetcher
from app.hints import Hint
from app.loops import Loop, Sender
from app.polling import Poller
from app.receiving import Receiver
from app.services import (
    agent_sums,
    assistant_answering,
    attachment_keeping,
    automation_running,
    insight_watching,
    jobs,
    message_translation_running,
    outreach_sending,
    report_segments,
    report_sending,
    review_watching,
    status_sending,
    survey_campaign_watching,
    survey_sending,
    view_counts,
)
from app.settings import Settings
from app.spooling import Spooler
from app.watching import Watcher


class Beside:
    """What one process does beside routing: mail, webhooks, jobs, files, the change feed and those who follow it."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        kinds: jobs.Kinds,
        bulk: jobs.Kinds,
        consumers: Mapping[str, Reader],
    ) -> None:
        """`bulk` are kinds of jobs that others do not wait for."""
        self._sender = Sender(database, settings)
        self._deliverer = Deliverer(database, settings)
        self._fetcher = Fetcher(database)
        self._receiver = Receiver(database, settings)
        self._departer = Departer(database, settings)
        self._spooler = Spooler(database)
        self._poller = Poller(database)
        self._watcher = Watcher(database)
        self._jobs = Loop("otklik-jobs", partial(jobs.run_next, database, kinds))
        self._automations = Loop("otklik-automations", partial(automation_running.run_next, database))
        self._bulk = Loop("otklik-bulk", partial(jobs.run_next, database, bulk))
        self._views = Loop("otklik-views", partial(view_counts.count_next, database, {}))
        self._campaigns = Loop("otklik-campaigns", survey_campaign_watching.Watcher(database).turn)
        self._insights = Loop("otklik-insights", insight_watching.Watcher(database).turn)
        self._reviews = Loop("otklik-reviews", review_watching.Watcher(database).turn)
        self._report_mails = Loop("otklik-report-mails", partial(report_sending.send_next, database))
        self._reports = Loop("otklik-reports", partial(report_segments.pack_next, database))
        self._translations = Loop("otklik-translations", partial(message_translation_running.run_next, database))
        self._assistant = Loop("otklik-assistant", partial(assistant_answering.answer_next, database))
        self._surveys = Loop("otklik-surveys", partial(survey_sending.send_next, database))
        self._agent_time = Loop("otklik-agent-time", agent_sums.Summer(database).turn)
        self._files = Loop("otklik-files", partial(attachment_keeping.do_next, database))
        self._status = Loop("otklik-status", partial(status_sending.send_next, database))
        self._outreach = Loop("otklik-outreach", partial(outreach_sending.send_next, database))
        self._sequencer = Sequencer(database)
        self._consumers = Consumers(database, consumers)

    def start(self) -> None:
        """Begin."""
        for loop in (
            self._sender, self._deliverer, self._departer, self._jobs, self._bulk, self._automations, self._views,
            self._files, self._assistant, self._translations, self._insights, self._sequencer, self._spooler,
            self._poller, self._fetcher, self._receiver, self._surveys, self._agent_time, self._reports,
            self._report_mails, self._outreach, self._campaigns, self._reviews, self._watcher, self._status,
        ):  # fmt: skip
            loop.start()
        self._consumers.start()

    async def stop(self) -> None:
        """Finish what is under way and stop."""
        await asyncio.gather(self._poller.stop(), self._fetcher.stop(), self._receiver.stop(), self._watcher.stop())
        await self._spooler.stop()
        await self._jobs.stop(patience=1.0)
        await self._automations.stop(patience=5.0)
        await self._bulk.stop(patience=1.0)
        await self._views.stop(patience=1.0)
        await asyncio.gather(*(each.stop(patience=1.0) for each in (self._files, self._assistant, self._translations)))
        slow = (
            self._insights, self._agent_time, self._surveys, self._report_mails, self._outreach, self._campaigns,
            self._reviews, self._status,
        )  # fmt: skip
        await asyncio.gather(*(each.stop(patience=5.0) for each in slow))
        await self._reports.stop(patience=1.0)
        await asyncio.gather(self._sequencer.stop(), self._consumers.stop())
        # The last ones, for what the others have decided: it was committed, and leaves now or from another process.
        await asyncio.gather(self._sender.stop(), self._deliverer.stop(), self._departer.stop())

    def notice(self, hints: Sequence[Hint]) -> None:
        """Look at the hints that this process has just committed."""
        kinds = {each.kind for each in hints}
        for kind, loop in (
            ("outbox", self._sender), ("job", self._jobs), ("job", self._bulk), ("views", self._views),
            ("file", self._files), ("webhook", self._deliverer), ("automation", self._automations),
            ("outbound", self._departer), ("inbound", self._spooler), ("survey", self._surveys),
        ):  # fmt: skip
            if kind in kinds:
                loop.wake()
        if "monitor" in kinds:
            self._watcher.wake()
        self.overhear(hints)

    def overhear(self, hints: Sequence[Hint]) -> None:
        """Look at the hints that any process has committed: logs may have moved, and the feed after them."""
        kinds = {each.kind for each in hints}
        if "ticket" in kinds:
            self._sequencer.wake()
        if "feed" in kinds:
            self._consumers.wake()
