"""The containers that content management systems put an article's body in, as data."""

import re

from zonenews.extraction.blocks import Region

# Names that mean an article's body and nothing else, compared without - and _ .
_STRONG = re.compile(
    r"^(?:vsbcontent\w*|vnewscontent|ucapcontent|trseditor\w*|trsueditor|zoom|fontzoom|zoomcon\w*|pzoom|concon|ivscontent|mycontent|con1text|"
    r"foundercontent|ozoom|newscontdwrap|pagescontent|zhengwen|zwcontent|zwnr|xwnr|txtcontent|textcontent|conttxt|rmtxtcon|doccontent|tddoccontent|"
    r"contenttext|contenttxt|posttext|postbody|entrycontent|articlecnt|newstext|newstxt|newsbody|newscon|newscontent|articon|articlecon|articletext|articletxt|"
    r"articlebody|artibody|artcontent|artcon|artbody|maintext|textcon|textbox|contentbody|\w{0,12}articlecontent|\w{0,12}detailcontent|\w{0,12}infocontent|\w{0,12}viewcontent|"
    r"\w{0,12}showcontent|\w{0,12}newscontent|bodycontent|xlcontent|xxcontent|wzcontent|wznr|nrcontent|wenzhang|newsnr|nryd|mainbodycontent|ewbarticleinfo|content\d{0,3})$"
)
_SQUEEZE = str.maketrans("", "", "-_")
_NOT = frozenset(("body", "html", "p", "h1", "h2", "ul", "li"))


def is_strong(region: Region) -> bool:
    """Whether the region's name says that it holds an article's body."""
    if region.tag == "ucapcontent":
        return True
    names = region.names.translate(_SQUEEZE)
    return bool(names.strip()) and region.tag not in _NOT and any(_STRONG.match(name) for name in names.split())
