"""What happens to real lists and makes crawlers miss rows: they slip in late, are pinned, move while one pages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zonenews.demo.replica import Replica

_EARLIER = 40  # days


def slip_in(replica: "Replica", section_path: str, place: int) -> str:
    """Adds an article of an earlier day as the row of this place, whatever stands around it; gives its URL."""
    (url,) = replica.publish(1, section_path, _EARLIER)
    section, path = replica.section(section_path), replica.find(url).path
    row = next(row for row in section.rows if row.target == path)
    section.rows.remove(row)
    section.rows.insert(place, row)
    return url


def pin(replica: "Replica", section_path: str) -> str:
    """Adds an article of an earlier day that stands only on top of every list page; gives its URL."""
    (url,) = replica.publish(1, section_path, _EARLIER)
    section, path = replica.section(section_path), replica.find(url).path
    row = next(row for row in section.rows if row.target == path)
    section.rows.remove(row)
    section.pinned.insert(0, row)
    return url


def move_on(replica: "Replica", section_path: str, by: int) -> None:
    """Lets a section's rows move by so many, once: down by news on top, up by the loss of the newest ones."""
    if by > 0:
        replica.publish(by, section_path)
    for _ in range(-by):
        replica.remove(replica.url(replica.newest(section_path).path))
