"""Recognises the challenge and block pages of the web firewalls before Chinese government sites; solves none."""

import re
from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from zonenews.middlewares.errors import Challenged

LONGEST = 128 * 1024  # a challenge is a small page
MOST_TAGS = 40  # closing tags; the least of eighty saved pages has 70, and this spares them the search below
MOST_TEXT = 400  # bytes a visitor could read on one: "please enable JavaScript", not an article


@dataclass(frozen=True, slots=True)
class Sign:
    """A token that gives a firewall away, on answers of these statuses."""

    kind: str
    token: bytes
    statuses: frozenset[int]


# on a status that no page of news has, the token in the body or in a cookie is enough
BY_STATUS = (
    Sign("jsl", b"__jsl", frozenset({512, 521})),  # 加速乐
    Sign("ruishu", b"$_ts", frozenset({202, 400, 412})),  # 瑞数
    Sign("blocked", "云防护".encode(), frozenset({403})),
    Sign("blocked", "云防护".encode("gbk"), frozenset({403})),
    Sign("blocked", "创宇".encode(), frozenset({403})),
    Sign("blocked", "创宇".encode("gbk"), frozenset({403})),
)
STATUSES = frozenset().union(*(sign.statuses for sign in BY_STATUS))

# on any status, the token must stand in a script of a page with next to nothing to read
BY_SCRIPT = (
    ("wzws", b"wzwschallenge"),
    ("wzws", b"wzwsconfirm"),
    ("yunsuo", b"yunsuo_session_verify"),  # 云锁
    ("security_session", b"security_session_"),
    ("aliyun", b"acw_sc__v2"),  # 阿里云
    ("c3vk", b"C3VK"),
    ("jsl", b"__jsl_clearance"),
    ("ruishu", b"$_ts"),
)

TAG = re.compile(rb"<[^<>]*>")
SPACE = re.compile(rb"(?:\s|&nbsp;)+")


class Challenges:
    """Stops a challenge page from being taken for the page it stands before."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Challenged; the error carries the response."""
        kind = challenge_kind(response)
        if kind is not None:
            raise Challenged(kind, response)
        return response


def challenge_kind(response: Response) -> str | None:
    """The kind of challenge or block page this answer is, None for any other page."""
    kind = _by_status(response) if response.status in STATUSES else None
    if kind is None and len(response.body) <= LONGEST:
        kind = _by_script(response.body)
    return kind


def _by_status(response: Response) -> str | None:
    if response.status == 403 and "X-Via-JSL" in response.headers:
        return "blocked"
    evidence = b"\n".join((response.body[:LONGEST], *response.headers.getlist("Set-Cookie")))
    for sign in BY_STATUS:
        if response.status in sign.statuses and sign.token in evidence:
            return sign.kind
    return None


def _by_script(body: bytes) -> str | None:
    if len(body.split(b"</", MOST_TAGS)) > MOST_TAGS:
        return None
    for kind, token in BY_SCRIPT:
        if token in body:
            scripts, text = _scripts_and_text(body)
            return kind if token in scripts and len(text) <= MOST_TEXT else None
    return None


def _scripts_and_text(body: bytes) -> tuple[bytes, bytes]:
    """The page's scripts, and roughly what is left to read; bytes suffice, the tokens are ASCII."""
    scripts, rest = _cut(body, b"<script", b"</script")
    _, rest = _cut(rest, b"<style", b"</style")
    _, rest = _cut(rest, b"<!--", b"-->")
    return scripts, SPACE.sub(b" ", TAG.sub(b"", rest))


def _cut(body: bytes, opening: bytes, closing: bytes) -> tuple[bytes, bytes]:
    # find, not a pattern: a hostile page of unclosed tags must not cost quadratic time
    lower, inside, outside, end = body.lower(), [], [], 0
    while (start := lower.find(opening, end)) >= 0:
        outside.append(body[end:start])
        end = lower.find(closing, start)
        end = len(body) if end < 0 else end
        inside.append(body[start:end])
    outside.append(body[end:])
    return b"\n".join(inside), b"".join(outside)
