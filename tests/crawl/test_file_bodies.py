"""What comes in place of a file is told from a file by its first bytes."""

import pytest

from zonenews.demo.files import file_answer
from zonenews.files.bodies import trouble_with

HTML = "text/html; charset=gb2312"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4\n", HTML),
        (b"PK\x03\x04", HTML),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "application/json"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', "application/vnd.ms-excel"),
        ("序号,名称\n1,某某公司\n".encode("gbk"), "text/csv"),
        (b"{\\rtf1\\ansi}", HTML),
        *((answer.body, answer.content_type) for kind in ("pdf", "docx", "xlsx", "png")
          if (answer := file_answer(f"/P02023102512.{kind}".replace("P0", "P0" + "1" * 10)))),
    ],
)  # fmt: skip
def test_a_file_is_one_whatever_the_server_calls_it(body: bytes, content_type: str | None) -> None:
    assert trouble_with(body, content_type) is None


@pytest.mark.parametrize(
    ("body", "content_type", "trouble"),
    [
        (b"", "application/pdf", "the answer is empty"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "application/pdf", "a web page came in its place"),
        (b"<HTML><BODY>404", "application/octet-stream", "a web page came in its place"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">', HTML, "a web page came in its place"),
        (b"<!-- x --><div>", None, "a web page came in its place"),
        (b"<script>location='/'</script>", "image/png", "a web page came in its place"),
        ("文件不存在".encode(), "text/html", "a message came in its place"),
        ("文件不存在".encode("gbk"), HTML, "a message came in its place"),
        (
            '{"code": 404, "msg": "附件不存在"}'.encode(),
            "application/json;charset=UTF-8",
            "a message came in its place",
        ),
    ],
)
def test_a_page_or_a_message_is_none(body: bytes, content_type: str | None, trouble: str) -> None:
    assert trouble_with(body, content_type) == trouble
