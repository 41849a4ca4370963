"""Crawls one site for some seconds, and prints each article's address, as JSON, once it is acknowledged."""

import json
import random
import sys
import time

from samples import Crawl, at, fetch, page, reading, row

url, site, seconds = sys.argv[1:]
crawl, dice, until, number = Crawl(url, site), random.Random(site), time.monotonic() + float(seconds), 0
crawl.writer.wait_at_most(10)  # as long as `Writer` waits by itself
SHARED = [f"http://www.example.cn/both/{number}.html" for number in range(50_000)]
while time.monotonic() < until:
    addresses = [f"http://{site}.example.cn/{number + more}.html" for more in range(5)]
    elsewhere = dice.sample(SHARED[number : number + 10], 5)  # both sites name these, each in its own order
    crawl.listed(*(row(0, url=address) for address in addresses))
    crawl.listed(*(row(0, url=address, state="external", reason="another host") for address in elsewhere))
    for address in addresses:
        said = (f"{address}：{'园区企业项目建设招商'[dice.randrange(9)] * 40}。",) * 9
        assert crawl.article(fetch(address, body=page(said)), reading(said)) == "new"
        print(json.dumps(address), flush=True)
        time.sleep(0.01)  # a host is asked for one page at a time
    crawl.writer.beat(crawl.run, at(number))
    number += 5
crawl.writer.end_run(crawl.run, at(number), state="complete", exit_code=0, reason="", stats={})
crawl.writer.close()
