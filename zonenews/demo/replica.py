"""The replica: the model of a zone's whole site, what it answers, and what can be changed about it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from zonenews.demo import pages, redesign
from zonenews.demo.answer import HTML, Answer, Call
from zonenews.demo.article import Article, Content, Published, Row
from zonenews.demo.cache import PageCache
from zonenews.demo.composing import Composer, Habits
from zonenews.demo.dates import BEIJING, following, past
from zonenews.demo.families.family import Spreading
from zonenews.demo.files import file_answer
from zonenews.demo.frame import Frame
from zonenews.demo.happenings import move_on
from zonenews.demo.section import Section
from zonenews.demo.writing import Key
from zonenews.demo.zone import Zone

_FURTHER = re.compile(r"(.+)_(\d{1,2})(\.\w+)")


class Replica:
    """A zone's site; `base` is the address it is served at, and what its truth's URLs begin with."""

    def __init__(self, zone: Zone, today: date, seed: str = "2026") -> None:
        self.zone = zone
        self.today = today
        self.base = "http://127.0.0.1"
        self.sections: list[Section] = []
        self.articles: dict[str, Article] = {}
        self.removed: dict[str, Article] = {}
        self.fixed: dict[str, Callable[[], Answer]] = {}
        self.redesigns: dict[str, str] = {}
        self.moving: dict[str, int] = {}  # by how many rows a section moves with each request for a list page
        self._seed = seed
        self._titles: set[str] = set()
        self._composers: dict[str, Composer] = {}
        self._habits: dict[str, Habits] = {}
        self._frames: dict[str, Frame] = {}
        self._cache = PageCache()

    def open_section(self, section: Section, count: int, habits: Habits) -> None:
        """Adds a section with so many articles."""
        self.sections.append(section)
        self._habits[section.path] = habits
        self._composers[section.path] = Composer(self.zone, habits, section.family.file_path)
        times = past(count, self.today, f"{self._seed}{section.path}", day_only=habits.day_only)
        articles = [self._article(section, number, published) for number, published in enumerate(times, start=1)]
        for older, newer in pairwise(articles):
            older.newer, newer.older = newer, older
        section.rows = [_row(article) for article in reversed(articles)]
        side = articles[-3 :: -max(1, count // 20)][:16]
        self._frames[section.path] = Frame(section.family.frame, self.zone, self.today, section.charset, side)

    def section(self, path: str) -> Section:
        """The section at this path; KeyError where there is none."""
        for section in self.sections:
            if section.path == path:
                return section
        raise KeyError(path)

    def sections_of(self, article: Article) -> list[Section]:
        """The sections that list the article, its own one first."""
        own = self.section(article.section)
        others = [section for section in self.sections if section is not own and article in _listed(section)]
        return [own, *others]

    def content(self, article: Article) -> Content:
        """What the article's page says."""
        return redesign.content(self._composers[article.section].compose(article), self.redesigns.get(article.section))

    def url(self, target: str) -> str:
        """The whole URL of a path of this site; a whole URL stays as it is."""
        return target if "://" in target else self.base + target

    # what may be asked for

    def answer(self, call: Call) -> Answer:
        """The answer to a request; a 404 page where there is nothing."""
        plain = not call.query and not call.form
        answer = self._cache.get(call.path) if plain else None
        if answer is None:
            answer = self._made(call)
            if plain and not self.moving:
                self._cache.put(call.path, answer)
        return answer

    def _made(self, call: Call) -> Answer:
        if call.path in self.fixed:
            return self.fixed[call.path]()
        article = self.articles.get(call.target) or self.articles.get(call.path)
        if article:
            return self._article_answer(article)
        if answer := self._further_answer(call.path):
            return answer
        for section in self.sections:
            if answer := self._list_answer(section, call):
                return answer
        return file_answer(call.target) or pages.site_page(self, call.path) or self.not_found()

    def framed(self, section: Section, title: str, main: str, *, status: int = 200) -> Answer:
        """A page in the section's frame."""
        return self._page(section, self._frames[section.path].page(title, "", main), status=status)

    def not_found(self) -> Answer:
        """The site's 404 page."""
        return self.framed(self.sections[0], "404", pages.NOT_FOUND, status=404)

    def _article_answer(self, article: Article) -> Answer:
        section = self.section(article.section)
        frame = self._frames[section.path]
        return self._dated(article, section.family.article_page(section, article, self.content(article), frame))

    def _further_answer(self, path: str) -> Answer | None:
        """A further page of an article that is spread over several."""
        found = _FURTHER.fullmatch(path)
        article = self.articles.get(found[1] + found[3]) if found else None
        section = self.section(article.section) if article else None
        if not found or not article or not section or not isinstance(section.family, Spreading):
            return None
        frame = self._frames[section.path]
        text = section.family.further_page(section, article, self.content(article), frame, int(found[2]))
        return self._dated(article, text) if text else None

    def _dated(self, article: Article, text: str) -> Answer:
        """An article's page, as old as its last edit."""
        section = self.section(article.section)
        text = redesign.article_page(text, self.redesigns.get(section.path))
        edited = datetime.combine(self.today, time(9), BEIJING) + timedelta(seconds=article.edits)
        return self._page(section, text, modified=edited if article.edits else article.published.at)

    def _list_answer(self, section: Section, call: Call) -> Answer | None:
        answer = self._list_as_it_is(section, call)
        if answer is not None and section.path in self.moving:
            move_on(self, section.path, self.moving[section.path])
        return answer

    def _list_as_it_is(self, section: Section, call: Call) -> Answer | None:
        frame = self._frames[section.path]
        page = section.family.list_page(section, call, frame)
        if page is not None:
            page = redesign.list_page(section, page, frame, self.redesigns.get(section.path))
        if not isinstance(page, str):
            return page
        modified = datetime.combine(self.today, time(8), BEIJING) + timedelta(seconds=section.changes)
        return self._page(section, page, modified=modified)

    def _page(self, section: Section, text: str, *, status: int = 200, modified: datetime | None = None) -> Answer:
        # sites in a GB charset seldom name it in the header
        content_type = f"{HTML}; charset=utf-8" if section.charset == "utf-8" else HTML
        return Answer(text.encode(section.charset), content_type, status, modified)

    # what may be changed

    def publish(self, count: int, section_path: str, days_back: int = 0) -> list[str]:
        """Adds articles that come out after the newest one, or so many days back; gives their URLs."""
        section = self.section(section_path)
        last = max(article.published.at for article in self.articles.values() if article.section == section.path)
        urls = []
        for _ in range(count):
            published = following(last, self.today, day_only=self._habits[section.path].day_only)
            last = published.at
            shifted = Published(published.at - timedelta(days=days_back), published.precision)
            number = 1 + max(article.number for article in self._of(section))
            article = self._article(section, number, shifted)
            article.older = self.articles.get(section.rows[0].target)
            section.put(_row(article))
            urls.append(self.url(article.path))
        self._cache.clear()
        return urls

    def let_move(self, section_path: str, by: int) -> None:
        """Moves a section's rows by so many with each request for a list page; 0 ends that."""
        self.moving.pop(section_path, None)
        if by:
            self.moving[section_path] = by
        self._cache.clear()

    def edit(self, url: str) -> None:
        """Changes a sentence of an article and adds one."""
        self.find(url).edits += 1
        self._cache.clear()

    def remove(self, url: str) -> None:
        """Takes an article off the site: 404 from now on, and out of the lists."""
        article = self.find(url)
        self.removed[article.path] = self.articles.pop(article.path)
        for section in self.sections_of(article):
            section.take(article.path)
        self._cache.clear()

    def redesign(self, section_path: str, way: str | None) -> None:
        """Redesigns a section in one of `redesign.WAYS`; None takes it back."""
        section = self.section(section_path)
        if way is None:
            self.redesigns.pop(section_path, None)
        elif way in redesign.WAYS:
            self.redesigns[section_path] = way
        else:
            raise ValueError(f"no such way: {way}")
        section.changes += 1
        self._cache.clear()

    def find(self, url: str) -> Article:
        """The article at this URL or path; KeyError where there is none."""
        parts = urlsplit(url)
        return self.articles.get(f"{parts.path}?{parts.query}") or self.articles[parts.path]

    def newest(self, section_path: str) -> Article:
        """The newest article listed in the section."""
        return next(row.article for row in self.section(section_path).rows if row.article)

    def prepare(self) -> None:
        """Makes every article page and every first list page now."""
        for path in self.paths():
            self.answer(Call(path)).gzipped  # noqa: B018  computed once, then kept

    def paths(self) -> Iterator[str]:
        """The paths of all articles, and of the sections' first list pages."""
        yield from self.articles
        yield from (section.family.first_path(section.path) for section in self.sections)

    def _of(self, section: Section) -> list[Article]:
        everything = [*self.articles.values(), *self.removed.values()]
        return [article for article in everything if article.section == section.path]

    def _article(self, section: Section, number: int, published: Published) -> Article:
        """A new article under a title that no other one has."""
        writer = self._composers[section.path].writer
        day = published.at.date()
        for attempt in range(1000):
            key = Key(f"{self._seed}{section.path}", number, day, attempt)
            title = writer.title(key)
            if title not in self._titles:
                break
        self._titles.add(title)
        path = section.family.article_path(section.path, number, day)
        article = self.articles[path] = Article(number, key, title, path, published, section.path)
        return article


def _row(article: Article) -> Row:
    return Row(article.path, article.title, article.published.at.date(), article)


def _listed(section: Section) -> list[Article]:
    return [row.article for row in (*section.rows, *section.pinned) if row.article]
