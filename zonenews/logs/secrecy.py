"""What must not be told: passwords, tokens and cookies are taken out of every line before it is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MASK = "***"
_SHORTEST = 5  # a shorter value would mask words of the page
_SECRET_SETTING = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|ACCESS_?KEY", re.I)
_SECRET_ADDRESSES = re.compile(r"ALERT|APPRISE", re.I)  # settings whose addresses are secrets as a whole
_SECRET_HEADERS = frozenset(["authorization", "proxy-authorization", "cookie", "set-cookie"])
_SECRET_NAME = r"(?:access|api|auth|private|secret)?[_-]?(?:token|secret|passw(?:or)?d|pwd|signature|credential|apikey)"
_SECRET_PARAMETER = re.compile(rf"{_SECRET_NAME}|key|auth|sign|sig", re.I)
_BEFORE_VALUE = r"\b['\"]?\s{0,3}[:=]\s{0,3}\[?(?:b?['\"])?"  # as headers are printed, raw or in a dict
_SHAPES = (
    re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s/@:'\"]{0,100}:)[^\s/@'\"]{1,300}(?=@)", re.I),
    re.compile(rf"([?&;]{_SECRET_NAME}=)[^\s&;#'\"]{{1,2000}}", re.I),
    re.compile(rf"(\bauthorization{_BEFORE_VALUE}(?:(?:basic|bearer|digest|token)\s)?)[^\s'\",;\]}}]{{1,2000}}", re.I),
    re.compile(rf"(\b(?:set-)?cookie{_BEFORE_VALUE})[^'\"\n\]}}]{{1,4000}}", re.I),
)
_known: set[str] = set()
_any_known: re.Pattern[str] | None = None


def keep_secret(secrets: Iterable[str]) -> None:
    """Has these words masked from now on, in all that this process logs."""
    global _any_known
    spelled = {spelling for secret in secrets for spelling in (secret, unquote(secret), repr(secret)[1:-1])}
    _known.update(spelling for spelling in spelled if len(spelling) >= _SHORTEST)
    longest_first = sorted(_known, key=len, reverse=True)
    _any_known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def masked(text: str) -> str:
    """The text without the secrets that are known, and without what has the shape of one."""
    if _any_known is not None:
        text = _any_known.sub(MASK, text)
    for shape in _SHAPES:
        text = shape.sub(rf"\1{MASK}", text)
    return text


def secrets_of(settings: Mapping[str, Any]) -> Iterator[str]:
    """The secrets in a crawl's settings: whole values, addresses, and parts of addresses."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from secrets_of(value)
        for text in _texts(value):
            if _SECRET_SETTING.search(str(name)):
                yield text
            elif str(name).lower() in _SECRET_HEADERS:
                yield text.partition(" ")[2] or text  # "Bearer" is no secret
            elif _SECRET_ADDRESSES.search(str(name)):
                yield from (word for word in re.split(r"[\s,]+", text) if "://" in word)
            yield from _in_addresses(text)


def harmless_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Headers whose secret values are masked."""
    return tuple((name, MASK if name.lower() in _SECRET_HEADERS else value) for name, value in headers)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _texts(part)


def _in_addresses(text: str) -> Iterator[str]:
    """Passwords and tokens in the addresses that a text holds."""
    for word in text.split():
        try:
            parts = urlsplit(word)
            password = parts.password if parts.netloc else None
        except ValueError:
            continue
        yield from [password] if password else []
        yield from (value for name, value in parse_qsl(parts.query) if _SECRET_PARAMETER.search(name))
