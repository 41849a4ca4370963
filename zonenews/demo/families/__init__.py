"""The families of sites that the replica can look like, each in a file of its own."""

from zonenews.demo.families.app import App
from zonenews.demo.families.asp import Asp
from zonenews.demo.families.aspnet import Aspnet, AspnetPager
from zonenews.demo.families.dedecms import Dedecms, DedecmsDynamic
from zonenews.demo.families.easysite import Easysite
from zonenews.demo.families.empire import Empire, EmpireDynamic
from zonenews.demo.families.enorth import Enorth, EnorthFollowing
from zonenews.demo.families.epoint import Epoint
from zonenews.demo.families.epoint_paging import EpointPaging
from zonenews.demo.families.family import Family
from zonenews.demo.families.feed import Feed
from zonenews.demo.families.founder import Founder
from zonenews.demo.families.gkmlpt import Gkmlpt
from zonenews.demo.families.hanweb import Hanweb, HanwebSealed
from zonenews.demo.families.hanweb_columns import HanwebColumns
from zonenews.demo.families.hebei import Hebei
from zonenews.demo.families.inline_json import InlineJson
from zonenews.demo.families.jeecms import Jeecms
from zonenews.demo.families.jpaas import Jpaas, JpaasDrawn
from zonenews.demo.families.jsonp import Jsonp
from zonenews.demo.families.lonsun import Lonsun
from zonenews.demo.families.nfcms import Nfcms
from zonenews.demo.families.onclick import DataUrl, Onclick
from zonenews.demo.families.parts import DedecmsParts, TrsParts, UcapParts
from zonenews.demo.families.powereasy import Powereasy
from zonenews.demo.families.queries import Numid, Query, Thinkphp
from zonenews.demo.families.sasac import Sasac
from zonenews.demo.families.seed import Seed
from zonenews.demo.families.shanghai import Shanghai
from zonenews.demo.families.sichuan import Sichuan
from zonenews.demo.families.siteserver import Siteserver
from zonenews.demo.families.trs import Trs
from zonenews.demo.families.trs_dialects import (
    TrsClassed,
    TrsConfig,
    TrsCreatePage,
    TrsHome,
    TrsObject,
    TrsPaging,
    TrsRecords,
)
from zonenews.demo.families.trs_scripted import TrsCounted, TrsPageId, TrsSliced, TrsWritten
from zonenews.demo.families.trs_service import TrsService
from zonenews.demo.families.ucap import Ucap
from zonenews.demo.families.ucap_nav import UcapNav
from zonenews.demo.families.ucap_search import UcapSearch
from zonenews.demo.families.vsb import Vsb, VsbDynamic

FAMILIES: dict[str, type[Family]] = {
    "app": App,
    "asp": Asp,
    "aspnet": Aspnet,
    "aspnet_pager": AspnetPager,
    "data_url": DataUrl,
    "dedecms": Dedecms,
    "dedecms_dynamic": DedecmsDynamic,
    "dedecms_parts": DedecmsParts,
    "easysite": Easysite,
    "empire": Empire,
    "empire_dynamic": EmpireDynamic,
    "enorth": Enorth,
    "enorth_following": EnorthFollowing,
    "epoint": Epoint,
    "epoint_paging": EpointPaging,
    "feed": Feed,
    "founder": Founder,
    "gkmlpt": Gkmlpt,
    "hanweb": Hanweb,
    "hanweb_columns": HanwebColumns,
    "hanweb_sealed": HanwebSealed,
    "hebei": Hebei,
    "inline_json": InlineJson,
    "jeecms": Jeecms,
    "jpaas": Jpaas,
    "jpaas_drawn": JpaasDrawn,
    "jsonp": Jsonp,
    "lonsun": Lonsun,
    "nfcms": Nfcms,
    "numid": Numid,
    "onclick": Onclick,
    "powereasy": Powereasy,
    "query": Query,
    "sasac": Sasac,
    "seed": Seed,
    "shanghai": Shanghai,
    "sichuan": Sichuan,
    "siteserver": Siteserver,
    "thinkphp": Thinkphp,
    "trs": Trs,
    "trs_classed": TrsClassed,
    "trs_config": TrsConfig,
    "trs_counted": TrsCounted,
    "trs_create_page": TrsCreatePage,
    "trs_home": TrsHome,
    "trs_object": TrsObject,
    "trs_page_id": TrsPageId,
    "trs_paging": TrsPaging,
    "trs_parts": TrsParts,
    "trs_records": TrsRecords,
    "trs_service": TrsService,
    "trs_sliced": TrsSliced,
    "trs_written": TrsWritten,
    "ucap": Ucap,
    "ucap_nav": UcapNav,
    "ucap_parts": UcapParts,
    "ucap_search": UcapSearch,
    "vsb": Vsb,
    "vsb_dynamic": VsbDynamic,
}

__all__ = ["FAMILIES", "Family"]
