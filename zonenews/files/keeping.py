"""Pictures and attachments in a crawl: which are wanted, what becomes of those that came, and of those that did not."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from archive.files.records import FileMiss, WantedFile
from archive.records import Fetch
from archive.urls import url_key
from zonenews.failures import cause_of
from zonenews.files.bodies import trouble_with
from zonenews.frontier import ask_again
from zonenews.items import FailedRequest, FileAnswer
from zonenews.middlewares.errors import TooLarge
from zonenews.records import fetch_of, fetch_that_failed
from zonenews.runs.patience import patiently
from zonenews.runs.record import RunRecord
from zonenews.spiders import ZoneSpider, host_of

_MOST = 500  # of an article; no real one shows so many
logger = logging.getLogger(__name__)


def wanted_files(
    attachments: Sequence[Mapping[str, Any]], images: Sequence[Mapping[str, Any]], spider: ZoneSpider
) -> tuple[WantedFile, ...]:
    """The files of an article that its site keeps; those of another host are noted, and not asked for."""
    found = list(_wanted(attachments, images, spider))
    if len(found) > _MOST:
        logger.warning("an article shows %d files; the first %d are kept", len(found), _MOST)
    return tuple(found[:_MOST])


def _wanted(
    attachments: Sequence[Mapping[str, Any]], images: Sequence[Mapping[str, Any]], spider: ZoneSpider
) -> Iterator[WantedFile]:
    kept = spider.profile.files
    shown = [WantedFile(each["url"], "attachment", each["name"]) for each in attachments if "attachments" in kept]
    shown += [WantedFile(each["url"], "image", each["caption"]) for each in images if "images" in kept]
    for file in shown:
        try:
            url_key(file.url)
            own = host_of(file.url) in spider.hosts
        except ValueError:
            continue
        yield file if own else replace(file, state="external", reason="another site's")


async def want_earlier_files(run: RunRecord, spider: ZoneSpider) -> None:
    """Wants the files of articles that were archived before their site kept any."""
    kept, after = spider.profile.files, 0
    roles = {"attachments": "attachments" in kept, "images": "images" in kept}
    while kept and (articles := await patiently(run.archive.unasked_files, run.site, after=after, **roles)):
        after = articles[-1].id
        files = [(each.url_id, wanted_files(each.attachments, each.images, spider)) for each in articles]
        await patiently(run.writer.files.want_of, run.site, files, run.now())


async def keep_file(run: RunRecord, item: FileAnswer) -> None:
    """Keeps a file that came, or notes what came in its place."""
    assert item.response.request is not None
    fetch = fetch_of(item.response.request, item.response, "ok")
    content_type = (item.response.headers.get("Content-Type") or b"").decode("latin-1")
    trouble = trouble_with(item.response.body, content_type)
    if trouble:
        fetch = replace(fetch, outcome="gone", error=trouble)
        await _missed(run, fetch, "missing", trouble, ask_again("missing", fetch.at))
        return
    part = await asyncio.to_thread(run.writer.files.prepare, fetch)
    try:
        await patiently(run.writer.files.record, run.id, run.site, fetch, part)
    finally:
        part.close()
    run.tally.counts["files"] += 1


async def file_failed(run: RunRecord, item: FailedRequest) -> None:
    """Notes that a file could not be had; one that is too large is not asked for again."""
    cause = cause_of(item.failure)
    fetch = fetch_that_failed(item.request, cause)
    if isinstance(item.failure.value, TooLarge):
        most = item.request.meta["download_maxsize"] // 1_000_000
        await _missed(run, fetch, "skipped", f"larger than {most} MB", None)
        return
    state = cast(FileMiss, cause.state)
    await _missed(run, fetch, state, cause.reason, cause.until or ask_again(state, fetch.at))
    if state in {"failed", "blocked"}:
        run.tally.failures[cause.exit] += 1


async def _missed(run: RunRecord, fetch: Fetch, state: FileMiss, reason: str, due: datetime | None) -> None:
    await patiently(run.writer.files.record_miss, run.id, run.site, fetch, state, reason, due=due)
    run.tally.counts[f"files_{state}"] += 1
    logger.info("%s is not kept: %s", fetch.url, reason)
