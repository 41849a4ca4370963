"""Pagers that send a form: ASP.NET postbacks, and forms with a field for the page number."""

import re
from typing import Any
from urllib.parse import urlencode

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.next_link import next_elements
from zonenews.extraction.pagers.queries import PAGE_NAMES, with_value
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.results import Post

_POSTBACK = re.compile(
    r"__doPostBack\(\s{0,5}(?:'|\"|&#39;)([^'\"&]{1,200})(?:'|\"|&#39;)\s{0,5},\s{0,5}(?:'|\"|&#39;)([^'\"&]{0,200})"
)
_NUMBER_CALL = re.compile(
    r"\b(?!alert)\w{1,60}\s{0,3}\(\s{0,3}(?:[^()]{0,60},\s{0,3})?['\"]?(\d{1,6})['\"]?\s{0,3}(?:,[^()]{0,60})?\)"
)
_MOST_FIELDS = 300


def postback(page: ListPage) -> Step | None:
    """Posts the page's form back, with its `__VIEWSTATE`, the way the next button would."""
    forms = [element for element in page.elements if element.tag == "form"]
    form = next((form for form in forms if "__VIEWSTATE" in _fields(form)), None)
    if form is None:
        return None
    for element in next_elements(page):
        found = _POSTBACK.search(f"{element.get('href') or ''} {element.get('onclick') or ''}"[:1000])
        if found:
            return _post(page, form, {"__EVENTTARGET": found[1], "__EVENTARGUMENT": found[2]})
        if element.tag in ("input", "button") and element.get("name") and not element.get("onclick"):
            return _post(page, form, _button(element))
    return _numbered_postback(page, form)


def page_form(page: ListPage) -> Step | None:
    """Sends the form that has a field for the page number, with the number the next button names."""
    form = _page_number_form(page)
    if form is None:
        return None
    for element in next_elements(page):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"[:1000]
        if number := _NUMBER_CALL.search(script):
            name = next(name for name in _fields(form) if name.lower() in PAGE_NAMES)
            current = int(page.cursor.get("page") or 1)
            if int(number[1]) <= current and page.cursor.get("page"):
                return Step(end=LAST_PAGE, page=current)
            return _send(page, form, {name: number[1]}, int(number[1]))
    return None


def _numbered_postback(page: ListPage, form: Any) -> Step | None:
    """Where no next button is printed, the postback link with the next number."""
    current = int(page.cursor.get("page") or 1)
    for element in page.elements:
        if element.tag == "a" and "__doPostBack" in (element.get("href") or ""):
            text = (element.text or "").strip()
            found = _POSTBACK.search(element.get("href")[:1000])
            if found and text == str(current + 1):
                return _post(page, form, {"__EVENTTARGET": found[1], "__EVENTARGUMENT": found[2]})
    return None


def _post(page: ListPage, form: Any, changed: dict[str, str]) -> Step:
    place = int(page.cursor.get("page") or 1)
    body = urlencode({**_fields(form), **changed}).encode("ascii")
    url = _action(page, form)
    return Step(url, Post(body), page=place, cursor={"page": place + 1})


def _send(page: ListPage, form: Any, changed: dict[str, str], number: int) -> Step:
    url = _action(page, form)
    fields = {**_fields(form), **changed}
    cursor = {"page": number}
    if (form.get("method") or "get").lower() == "post":
        return Step(url, Post(urlencode(fields).encode("ascii")), page=number - 1, cursor=cursor)
    for name, value in fields.items():
        url = with_value(url, name, value)
    return Step(url, page=number - 1, cursor=cursor)


def _page_number_form(page: ListPage) -> Any | None:
    for element in page.elements:
        if element.tag == "form" and any(name.lower() in PAGE_NAMES for name in _fields(element)):
            return element
    return None


def _fields(form: Any) -> dict[str, str]:
    """The fields a browser would send with a form, buttons left out."""
    fields: dict[str, str] = {}
    for element in form.iter("input", "select", "textarea"):
        name, kind = element.get("name"), (element.get("type") or "text").lower()
        unsent = kind in ("submit", "button", "image", "reset", "file")
        if not name or unsent or (kind in ("checkbox", "radio") and "checked" not in element.attrib):
            continue
        fields[name] = _value(element)
        if len(fields) >= _MOST_FIELDS:
            break
    return fields


def _value(element: Any) -> str:
    if element.tag == "select":
        options = [option for _, option in zip(range(1000), element.iter("option"), strict=False)]
        chosen = next((option for option in options if "selected" in option.attrib), options[0] if options else None)
        return "" if chosen is None else str(chosen.get("value") or chosen.text or "")
    return str((element.text if element.tag == "textarea" else element.get("value")) or "")


def _action(page: ListPage, form: Any) -> str:
    return page.absolute(form.get("action")) or page.url


def _button(element: Any) -> dict[str, str]:
    name = str(element.get("name"))
    if (element.get("type") or "").lower() == "image":
        return {f"{name}.x": "1", f"{name}.y": "1"}
    return {name: str(element.get("value") or "")}
