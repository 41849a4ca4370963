"""A site file as an operator would write it for the gallery's section that an app draws."""

from typing import ClassVar

from zonenews.profile import Api, Profile
from zonenews.spiders import ZoneSpider


class AppSite(ZoneSpider):
    """Its lists come from a JSON API that counts pages from 0."""

    name = "app_site"
    profile: ClassVar[Profile] = Profile(
        api=Api(
            "/api/v1/info/list",
            method="POST",
            body={"channel": "5188"},
            encoding="json",
            page="pageNo",
            first=0,
            size_field="pageSize",
            size=5,
            rows="data.list",
            title="name",
            date="publishTime",
            template="/info/detail/{id}",
            total="data.total",
        )
    )
