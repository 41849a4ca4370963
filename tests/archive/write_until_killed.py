"""Archives articles until it is killed, and says which are on disk. Arguments: the archive's URL, a first number."""

import sys
from itertools import count

from samples import SITE, Crawl, fetch, page, reading, row, url_of

crawl = Crawl(sys.argv[1], SITE)
for number in count(int(sys.argv[2])):
    paragraphs = (f"第{number}篇。", "正文。" * 200)
    crawl.listed(row(number))
    crawl.article(
        fetch(url_of(number), body=page(paragraphs)),
        reading(paragraphs, attachments=({"url": f"{url_of(number)}.pdf", "name": "附件.pdf"},)),
    )
    print(number, flush=True)
