"""Makes an article's whole content of its text: who it credits, where pictures stand, what is attached."""

from collections.abc import Callable
from dataclasses import dataclass

from zonenews.demo.article import Article, Content, File, Paragraph, Picture
from zonenews.demo.grammar import Pen
from zonenews.demo.writing import NEWS, NOTICES, Text, Writer
from zonenews.demo.zone import Zone

FilePath = Callable[[Article, int, str], str]
_PICTURE_NAMES = ("", "", "微信图片_{stamp}.jpg", "IMG_{stamp}.JPG", "{stamp}.png", "图片1.png")
_EDITORS = ("柏彧青", "湛朔", "陶启岑", "阮砚宁", "祁潇", "麻澄舟")
_AUTHORS = ("邬砚峤", "喻朔 沈岑", "纪牧远", "屈澄 闵楷")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a section's articles usually look: the share of them that has a source, pictures, and so on."""

    source: float
    author: float
    editor: float
    pictures: float
    files: float
    document_number: float
    day_only: bool = False


NEWS_HABITS = Habits(source=0.4, author=0.0, editor=0.5, pictures=0.6, files=0.12, document_number=0.0)
NOTICE_HABITS = Habits(
    source=0.8, author=0.15, editor=0.3, pictures=0.06, files=0.6, document_number=0.4, day_only=True
)


class Composer:
    """Composes the contents of one section's articles; `file_path` says where a family of sites keeps files."""

    def __init__(self, zone: Zone, habits: Habits, file_path: FilePath) -> None:
        self._zone = zone
        self._habits = habits
        self._file_path = file_path
        self.writer = Writer(zone, NOTICES if habits is NOTICE_HABITS else NEWS)

    def compose(self, article: Article) -> Content:
        """The content as it stands now, after the article's edits."""
        text = self.writer.write(article.key)
        pen = Pen(f"{article.key.seed}/{article.number}/composed", text.kept)
        habits, say = self._habits, self.writer.say
        return Content(
            source=say("source", pen) if pen.chance(habits.source) else None,
            author=pen.pick(_AUTHORS) if pen.chance(habits.author) else None,
            editor=pen.pick(_EDITORS) if pen.chance(habits.editor) else None,
            document_number=self._document_number(article, pen) if pen.chance(habits.document_number) else None,
            files=self._files(article, text, pen) if pen.chance(habits.files) else (),
            body=self._body(article, text, pen),
        )

    def _document_number(self, article: Article, pen: Pen) -> str:
        letter = pen.pick(("管发", "管字", "管办发", "经发", "规审"))
        return f"{self._zone.stem[0]}经{letter}〔{article.published.at.year}〕{1 + pen.below(160)}号"

    def _files(self, article: Article, text: Text, pen: Pen) -> tuple[File, ...]:
        names = {self.writer.say("file_name", pen) for _ in range(1 + pen.below(3))}
        kinds = [pen.pick(("pdf", "docx", "xlsx")) for _ in names]
        subject = f"{self._zone.short}{text.kept['year']}年" + self.writer.say("subject", pen)
        return tuple(
            File(self._file_path(article, index, kind), f"{subject}{name}" + (f".{kind}" if pen.chance(0.7) else ""))
            for index, (name, kind) in enumerate(zip(sorted(names), kinds, strict=True))
        )

    def _body(self, article: Article, text: Text, pen: Pen) -> tuple[Paragraph | Picture, ...]:
        count = 1 + pen.below(4) if pen.chance(self._habits.pictures) else 0
        places = {1 + pen.below(len(text.paragraphs)) for _ in range(count)}
        body: list[Paragraph | Picture] = []
        for place, paragraph in enumerate(self.writer.amend(text, article.key, article.edits)):
            if place in places:
                body.extend(self._picture(article, place, pen))
            body.append(Paragraph(paragraph))
        if len(text.paragraphs) in places:
            body.extend(self._picture(article, len(text.paragraphs), pen))
        return tuple(body)

    def _picture(self, article: Article, place: int, pen: Pen) -> list[Paragraph | Picture]:
        """A picture: bare, or described by its tag, or with a legend that is a paragraph of its own."""
        path = self._file_path(article, 10 + place, "png")
        way = pen.random()
        if way < 0.25:
            words = self.writer.say("caption", pen)
            return [Picture(path, words, words)]
        stamp = f"{article.published.at:%Y%m%d%H%M}{place:02}"
        picture = Picture(path, pen.pick(_PICTURE_NAMES).format(stamp=stamp))
        return [picture, Paragraph(self.writer.say("legend", pen), centred=True)] if way < 0.5 else [picture]
