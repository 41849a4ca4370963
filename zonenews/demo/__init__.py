"""The bundled replica of a zone's site, with its own truth: for the first run, the tests and the benchmarks."""

from zonenews.demo.client import ReplicaClient
from zonenews.demo.replica import Replica
from zonenews.demo.server import ReplicaServer
from zonenews.demo.sites import NEWS_PATH, NOTICES_PATH, plain_site, zone_site

__all__ = ["NEWS_PATH", "NOTICES_PATH", "Replica", "ReplicaClient", "ReplicaServer", "plain_site", "zone_site"]
