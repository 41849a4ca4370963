"""Follows redirects, and gives the two that lead nowhere their names: the loop and the cookie gate."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zonenews.middlewares.errors import Challenged, RedirectLoop

OFFERED = "cookie_offered"


class Redirects(RedirectMiddleware):
    """Scrapy's redirects with typed ends; a request sent back to where it was, with a cookie, stands at a gate."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The redirected request or the response; raises RedirectLoop or Challenged."""
        try:
            answer = super().process_response(request, response)
        except IgnoreRequest as error:
            raise RedirectLoop((*request.meta.get("redirect_urls", ()), request.url), response) from error
        if isinstance(answer, Request):
            answer.meta[OFFERED] = "Set-Cookie" in response.headers or request.meta.get(OFFERED, False)
            if answer.meta[OFFERED] and answer.url in answer.meta["redirect_urls"]:
                raise Challenged("cookie_gate", response)
        return answer
