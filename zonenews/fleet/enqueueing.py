"""Carries out `zonenews enqueue`."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from scrapy.settings import Settings

from archive.records import sha256
from zonenews.crawls.choosing import chosen_sites
from zonenews.exits import Exit, Refused
from zonenews.fleet.locks import locks_of
from zonenews.fleet.queue import CRAWLS, open_queue, opened, queue_of
from zonenews.profile_checks import url_problem
from zonenews.sites import ANY_ADDRESS, hosts_of, load_site, load_sites, project_settings
from zonenews.spiders import host_of

_LONGEST = 500  # characters of a name: an index of the server takes some thousand bytes
_TRIES = 5  # others may enqueue the same sites meanwhile
_COME_NOW = """
UPDATE procrastinate_jobs j SET priority = greatest(j.priority, %(priority)s), scheduled_at = NULL,
    args = n.args, lock = n.lock, queue_name = n.queue
FROM unnest(%(sites)s::text[], %(args)s::jsonb[], %(locks)s::text[], %(queues)s::text[]) AS n(site, args, lock, queue)
WHERE j.status = 'todo' AND j.queueing_lock = n.site RETURNING n.site, j.id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given: as for `zonenews crawl`, and a priority."""

    sites: tuple[str, ...]
    all: bool
    arguments: tuple[str, ...]
    settings: tuple[str, ...]
    archive: str
    priority: int


def enqueue(wanted: Wanted) -> None:
    """Puts sites into the queue; the job of one that waits already becomes this one. A line for each says its job."""
    _check_text((*wanted.arguments, *wanted.settings))
    settings = project_settings(wanted.settings)
    sites = _named(chosen_sites(wanted.sites, wanted.archive, settings, everything=wanted.all), wanted, settings)
    locks = site_locks(settings, sites)
    queues = {name: queue_of(spider.profile) for name, spider in load_sites(settings).items()}
    jobs = [_job(wanted, name, key, locks[key], queues.get(name, CRAWLS)) for key, (name, _) in sites.items()]
    waited, new = asyncio.run(_enqueue(open_queue(wanted.archive), jobs, wanted.priority))
    for site, number in sorted(waited.items()):
        print(f"{site}: waits already, as job {number}, which now comes as soon as it can")
    for job in new:
        print(f"{job.queueing_lock}: job {job.id}")
    print(f"{len(new)} sites enqueued, {len(waited)} waited already")


def site_locks(settings: Settings, sites: Mapping[str, tuple[str, frozenset[str]]] | None = None) -> dict[str, str]:
    """The lock of every site there is a file of, and of others given with their spider and hosts."""
    known = {name: hosts_of(name, spider, settings) for name, spider in load_sites(settings).items()}
    return locks_of(known | {key: hosts for key, (_, hosts) in (sites or {}).items()})


def _check_text(words: Sequence[str]) -> None:
    """Raises Refused for what is no text: it cannot be kept until the crawl."""
    for word in words:
        if word != word.encode(errors="replace").decode():
            raise Refused(Exit.USAGE, f"{word!r} is no text in UTF-8")


def _named(
    sites: Mapping[str, frozenset[str]], wanted: Wanted, settings: Settings
) -> dict[str, tuple[str, frozenset[str]]]:
    """The spider and the hosts of each site, by its name; of list pages given by their addresses that is these."""
    found, pages = {}, list(_addresses(wanted.arguments))
    for name, hosts in sites.items():
        if name == ANY_ADDRESS:
            hosts = frozenset(host_of(url).removeprefix("www.") for url in pages)
            if not hosts:
                raise Refused(Exit.USAGE, "say which list page: zonenews enqueue zone -a url=<list page>")
        elif not hosts:
            load_site(name, settings)  # raises for a name that no file has
        found[_name_of(pages) if name == ANY_ADDRESS else name] = name, hosts
    return found


def _name_of(pages: Sequence[str]) -> str:
    """The name under which list pages wait: two commands with other pages of one host are two jobs."""
    first, *others = sorted(set(pages))
    if not others and len(first) <= _LONGEST:
        return first
    return f"{first[:_LONGEST]} +{len(others)} {sha256(' '.join((first, *others)).encode())[:8]}"


def _addresses(arguments: tuple[str, ...]) -> Iterator[str]:
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name == "url":
            for url in value.split():
                if trouble := url_problem(url):
                    raise Refused(Exit.USAGE, f"-a url=: {trouble}")
                yield url


def _job(wanted: Wanted, name: str, key: str, lock: str, queue: str) -> Job:
    kwargs: dict[str, Any] = {"site": name, "arguments": [*wanted.arguments], "settings": [*wanted.settings]}
    return Job(
        id=None,
        queue=queue,
        task_name=CRAWLS,
        lock=lock,
        queueing_lock=key,
        priority=wanted.priority,
        task_kwargs=kwargs,
    )


async def _enqueue(app: App, jobs: list[Job], priority: int) -> tuple[dict[str, int], list[Job]]:
    """The jobs that waited already, by site, and those that are new."""
    async with opened(app):
        for _ in range(_TRIES):
            waited = await _come_now(app, jobs, priority)
            new = [job for job in jobs if job.queueing_lock not in waited]
            try:
                return waited, await app.job_manager.batch_defer_jobs_async(new) if new else []
            except AlreadyEnqueued:
                continue
    raise Refused(Exit.ALREADY_RUNNING, "others are enqueueing the same sites; nothing was enqueued, try again")


async def _come_now(app: App, jobs: list[Job], priority: int) -> dict[str, int]:
    """Has those that wait come with what is asked now, as soon as they can; a retry may have waited for hours."""
    rows = await app.connector.execute_query_all_async(
        _COME_NOW,
        priority=priority,
        sites=[job.queueing_lock for job in jobs],
        args=[job.task_kwargs for job in jobs],
        locks=[job.lock for job in jobs],
        queues=[job.queue for job in jobs],
    )
    return {row["site"]: row["id"] for row in rows}
