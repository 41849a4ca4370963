"""The bytes of the site's pictures and attached files: small, well-formed, the same for the same path."""

import io
import re
import struct
import zipfile
import zlib
from random import Random

from zonenews.demo.answer import Answer

TYPES = {
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NAME = re.compile(r"[/=](?:[WP]0\d{10,30}|[0-9a-f]{32})\.(png|pdf|docx|xlsx)$")
_HANDLER = re.compile(r"/(?:download\.jsp|attachment\.jspx|DownFile\.aspx)\?")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = {
    "docx": (
        "word/document.xml",
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": (
        "xl/workbook.xml",
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><!-- {} --><sheets/></workbook>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
}


def file_answer(path: str) -> Answer | None:
    """The picture or file at a path, with its query, that looks like one; None for any other path."""
    found = _NAME.search(path)
    if not found:
        return Answer(_pdf(path), "application/octet-stream") if _HANDLER.search(path) else None
    kind = found[1]
    if kind == "png":
        body = _png(path)
    elif kind == "pdf":
        body = _pdf(path)
    else:
        body = _office(kind, path)
    return Answer(body, TYPES[kind])


def _png(path: str, width: int = 560, height: int = 315) -> bytes:
    """A picture of sky, hills and halls, in colours of its own."""
    random = Random(path)
    sky, hill, hall = ([random.randrange(90, 240) for _ in range(3)] for _ in range(3))
    rows = []
    for y in range(height):
        share = y / height
        colour = bytes(int(value * (0.6 + 0.4 * share)) for value in (sky if share < 0.55 else hill))
        row = bytearray(colour * width)
        if 0.4 < share < 0.8:
            for left in range(40, width - 80, 130):
                row[left * 3 : (left + 70) * 3] = bytes(hall) * 70
        rows.append(b"\0" + bytes(row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pdf(path: str) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    body, places = b"%PDF-1.4\n% " + path.encode() + b"\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + xref + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))


def _office(kind: str, path: str) -> bytes:
    name, text, content_type = _MAIN[kind]
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="{name}"/></Relationships>',
        name: text.format(path),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return out.getvalue()
