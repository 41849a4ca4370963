"""`python -m zonenews.demo`: serves the replica until it is interrupted."""

import argparse
import asyncio
import signal
from datetime import date, datetime

from zonenews.demo.dates import BEIJING
from zonenews.demo.families import FAMILIES
from zonenews.demo.gallery import gallery
from zonenews.demo.replica import Replica
from zonenews.demo.server import ReplicaServer
from zonenews.demo.sites import drawn_site, plain_site, zone_site


def main() -> None:
    """Reads the options and serves."""
    asyncio.run(_serve(_servers(_options())))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zonenews.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="the first port; 0 takes a free one")
    parser.add_argument("--seed", default="2026", help="another seed gives another site")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(BEIJING).date(), help="YYYY-MM-DD")
    parser.add_argument("--articles", type=int, default=430, help="articles in the main section of each site")
    parser.add_argument("--notices", type=int, default=66, help="articles in the second section")
    parser.add_argument("--sites", type=int, default=0, help="serve so many plain sites for benchmarks instead")
    parser.add_argument("--gallery", action="store_true", help="serve a site with a section of each family instead")
    parser.add_argument("--drawn", action="store_true", help="serve a site whose pages scripts draw instead")
    parser.add_argument("--spread", choices=("ports", "hosts"), default="ports", help="how many sites are told apart")
    parser.add_argument("--template", choices=sorted(FAMILIES), default="seed", help="the family of the plain sites")
    parser.add_argument("--charset", choices=("utf-8", "gbk"), default="utf-8", help="the charset of the plain sites")
    parser.add_argument("--prepare", action="store_true", help="make every page before serving")
    return parser.parse_args()


def _servers(options: argparse.Namespace) -> list[ReplicaServer]:
    servers = []
    for number, replica in enumerate(_replicas(options)):
        if options.prepare:
            replica.prepare()
        host = f"127.0.0.{number + 1}" if options.spread == "hosts" else "127.0.0.1"
        port = options.port + number if options.spread == "ports" and options.port else options.port
        servers.append(ReplicaServer(replica, host, port))
    return servers


def _replicas(options: argparse.Namespace) -> list[Replica]:
    if options.gallery:
        return [gallery(options.today, options.seed)]
    if options.drawn:
        return [drawn_site(options.today, options.articles)]
    if not options.sites:
        return [zone_site(options.today, options.seed, options.articles, options.notices)]
    return [
        plain_site(options.today, n, articles=options.articles, family=options.template, charset=options.charset)
        for n in range(options.sites)
    ]


async def _serve(servers: list[ReplicaServer]) -> None:
    """Serves until SIGINT or SIGTERM; a line for each site says where."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    for server in servers:
        await server.start()
        sections = " ".join(server.url + section.family.first_path(section.path) for section in server.replica.sections)
        print(f"{server.replica.zone.name} {sections}", flush=True)
    await stop.wait()
    for server in servers:
        await server.close()


if __name__ == "__main__":
    main()
