"""The invented zones whose sites the replica serves."""

from dataclasses import dataclass
from random import Random

STEMS = ("云麓", "澜溪", "青岚", "望川", "沅屏", "桐埠", "雁洲", "槐江", "松阑", "鹤汀", "砚湖", "枫渚")
_SURNAMES = "沈陶柏喻邬湛祁纪屈阮闵麻"
_GIVEN = ("启衡", "砚秋", "骁", "牧远", "岑青", "昀", "沛航", "朔", "璟", "恺明", "晟", "彧", "澄海", "楷", "潇", "翊")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone: its names and the people who speak in its news."""

    stem: str
    name: str
    short: str
    secretary: str
    director: str
    deputies: tuple[str, ...]

    @property
    def leaders(self) -> tuple[tuple[str, str], ...]:
        """The two who lead, each with post and name."""
        return (
            (self.secretary, f"{self.short}党工委书记{self.secretary}"),
            (self.director, f"{self.short}党工委副书记、管委会主任{self.director}"),
        )


def invented_zone(number: int = 0) -> Zone:
    """The zone of this number; the same number always gives the same zone."""
    stem = STEMS[number % len(STEMS)] + (f"第{number // len(STEMS) + 1}" if number >= len(STEMS) else "")
    people = _people(number)
    return Zone(stem, f"{stem}经济技术开发区", f"{stem}经开区", people[0], people[1], tuple(people[2:]))


def _people(number: int) -> list[str]:
    random = Random(f"people of zone {number}")
    surnames, given = random.sample(_SURNAMES, 7), random.sample(_GIVEN, 7)
    return [surname + name for surname, name in zip(surnames, given, strict=True)]
