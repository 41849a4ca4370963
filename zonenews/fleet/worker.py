"""Carries out `zonenews worker`: crawls what waits in the queue until it is told to stop."""

import asyncio
import logging
import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from procrastinate import App
from procrastinate.worker import Worker

from zonenews import environment
from zonenews.browser.finding import can_draw
from zonenews.crawls.process import Order
from zonenews.exits import Exit, Refused
from zonenews.fleet.batches import BATCHES, Batches
from zonenews.fleet.care import Care, beats
from zonenews.fleet.crawling import Crawls
from zonenews.fleet.logs import log_plainly
from zonenews.fleet.metrics import FleetMetrics
from zonenews.fleet.patience import PatientConnector
from zonenews.fleet.queue import CRAWLS, DRAWN, open_queue
from zonenews.fleet.timetable import carry_schedule
from zonenews.sites import project_settings

logger = logging.getLogger(__name__)
_POLL = 1.0  # seconds until a job is seen that waited for a lock; of new ones the server tells at once
_GIVE_UP = 10.0  # seconds that a worker which stops waits for a server that is away
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given; `stalled` is how many seconds of silence make a worker a dead one.

    `every` is how many hours apart sites are crawled where the worker carries the schedule, with these settings.
    """

    archive: str
    order: Order
    jobs: int
    name: str | None
    stalled: float
    metrics: Path | None = None
    every: int | None = None
    settings: tuple[str, ...] = ()


class FleetWorker:
    """A worker: Procrastinate's, with what it takes to outlive its server and to stop in good order."""

    def __init__(self, app: App, wanted: Wanted) -> None:
        name = wanted.name or f"{socket.gethostname()}-{os.getpid()}"
        self._app = app
        self._about = f"worker {name} takes what waits, {wanted.jobs} at once"
        self.crawls = Crawls(app, wanted.order, name)
        if wanted.every:
            sites = carry_schedule(app, self.crawls.task, wanted.archive, wanted.every, wanted.settings)
            logger.info("%d sites are enqueued every %d hours", sites, wanted.every)
        self.batches = Batches(app, wanted.archive)
        self._worker = Worker(
            app,
            queues=_queues(),
            name=name,
            concurrency=wanted.jobs,
            fetch_job_polling_interval=_POLL,
            install_signal_handlers=False,
            update_heartbeat_interval=beats(wanted.stalled),
        )
        self._metrics = FleetMetrics(app, wanted.metrics, name, wanted.stalled) if wanted.metrics else None
        self._care = Care(app, self._worker, name, wanted.stalled, self._metrics)
        self._worker.worker_middleware.append(self._care.watch)
        self._told = asyncio.Event()

    async def run(self) -> None:
        """Works until a signal says stop. Raises Refused where the jobs could not be given back."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        async with self._app.open_async():
            logger.info(self._about)
            care = asyncio.create_task(self._care.go_round())
            try:
                await self._work()
            finally:
                care.cancel()
                if self._metrics:
                    self._metrics.remove()

    async def _work(self) -> None:
        wait = _FIRST_WAIT
        while not self._told.is_set():
            try:
                # it returns when it is told to, or when a part of it has broken
                await self._worker.run()  # type: ignore[no-untyped-call]
            except Exception as error:
                if self._told.is_set():
                    said = f"the jobs of this worker could not be given back; others take them over ({error!r})"
                    raise Refused(Exit.ARCHIVE, said) from error
                logger.exception("the worker broke")
            if not self._told.is_set():
                logger.warning("the worker starts again in %g seconds", wait)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._told.wait(), wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    def _stop(self) -> None:
        if not self._told.is_set():
            logger.info("the worker stops: its crawls end, and their jobs go back to the queue")
            assert isinstance(self._app.connector, PatientConnector)
            self._app.connector.give_up_after(_GIVE_UP)
            self._told.set()
            self._worker.stop()  # type: ignore[no-untyped-call]
        self.crawls.stop()
        self.batches.stop()


def _queues() -> list[str]:
    """What this machine can do."""
    return [CRAWLS, BATCHES, *([DRAWN] if can_draw(project_settings()) else ())]


def work(wanted: Wanted) -> None:
    """Works until told to stop."""
    log_plainly(environment.log() == "json")
    asyncio.run(FleetWorker(open_queue(wanted.archive), wanted).run())
