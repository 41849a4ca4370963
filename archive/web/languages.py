"""Which language and colours a reader wants: by address, by cookie, by browser."""

from collections.abc import Callable
from typing import Any, Literal, cast

from archive.web.words import WORDS

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
THEMES = ("auto", "light", "dark")
_YEAR = 365 * 86_400


class Words:
    """The words of the interface in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._place = LANGUAGES.index(language)

    def __call__(self, name: str, **values: Any) -> str:
        """A word, or a sentence with values in it."""
        return WORDS[name][self._place].format(**values)


_WORDS: dict[Language, Words] = {language: Words(language) for language in LANGUAGES}


def language_of(request: Any) -> Language:
    """The language of `?lang=`, else of the cookie, else what the browser prefers."""
    if request is None:
        return "en"
    for wanted in (request.args.get("lang"), request.cookies.get("lang")):
        if wanted in LANGUAGES:
            return cast(Language, wanted)
    return _preferred(request.headers.get("accept-language", ""))


def words_of(request: Any) -> Callable[..., str]:
    """The words in a reader's language."""
    return _WORDS[language_of(request)]


def theme_of(request: Any) -> str:
    """The colours of `?theme=`, else of the cookie, else those of the reader's system."""
    wanted = (request.args.get("theme"), request.cookies.get("theme")) if request else ()
    return next((theme for theme in wanted if theme in THEMES), "auto")


def cookies_of(query: str) -> list[bytes]:
    """What to keep for a reader who chose a language or colours in an address."""
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if (name, value) in {("lang", value) for value in LANGUAGES} | {("theme", value) for value in THEMES}:
            kept.append(f"{name}={value}; Path=/; Max-Age={_YEAR}; SameSite=Lax".encode())
    return kept


def _preferred(accepted: str) -> Language:
    """The first of our languages by weight; those of equal weight as they stand."""
    best: Language = "en"
    most = 0.0
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        language = name.split("-")[0].lower()
        if language in LANGUAGES and (worth := _number(weight)) > most:
            best, most = language, worth
    return best


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0
