"""How much memory a crawl holds, its reading process included: what MEMUSAGE_LIMIT_MB is about."""

from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

from zonenews.reading.reader import Reader


class Footprint(MemoryUsage):
    """Scrapy's memory watch over what is held now; its own goes by the most a process ever had, its parent's too."""

    def get_virtual_size(self) -> int:
        """The resident bytes of the crawl and of the process that reads its pages."""
        reader = self.crawler.get_extension(Reader)
        processes = ["self", *([str(reader.pid)] if reader and reader.pid else [])]
        try:
            return sum(_resident(process) for process in processes)
        except OSError:  # no /proc here
            return super().get_virtual_size()


def _resident(process: str) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024
