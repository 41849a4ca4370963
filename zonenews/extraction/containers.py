"""The containers that content management systems put an article's body in, as data."""

import re

from zonenews.extraction.blocks import Outline, Region

# Strong names mean the body and nothing else; likely ones are also used for other things.
_STRONG = re.compile(
    r"\b(?:vsb_content\w*|v_news_content|ucap-content|trs_editor\w*|trs_ueditor|view trs_editor_view|zoom|fontzoom|zoomcon|pzoom|con_con|ivs_content|"
    r"article[-_]?content|articlecontent|article[-_]?con|article[-_]?body|articlebody|articlecnt|article[-_]?text|news[-_]?content|newscontent|news[-_]?text|newstext|"
    r"news_cont_d_wrap|pages_content|content[-_]?text|contenttext|con1_text|mycontent|founder-content|ozoom|detail[-_]?content|"
    r"info[-_]?content|ewb-article-content|ewb-info-content|zwnr|textcontent|doccontent|td_doccontent|txtcontent|conttxt|post_body|post_text|rm_txt_con|zhengwen|artical_real|artibody)\b"
)
_UCAP = re.compile("^ucapcontent$")


def is_strong(region: Region) -> bool:
    """Whether the region's name says that it holds an article's body."""
    return _UCAP.match(region.tag) is not None or _STRONG.search(region.names) is not None


def strong_regions(outline: Outline) -> list[Region]:
    """The regions with a strong name, in page order."""
    return [region for region in outline.regions if is_strong(region)]
