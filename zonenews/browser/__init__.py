"""Pages that scripts draw: a browser without a network of its own, fed by the crawl's own downloads."""

DRAW = "draw"  # in a request's meta: whether its page is to be drawn
DRAWN = "drawn"  # among a response's flags: its bytes are what the browser made of the page
REFUSED_PART = "refused_part"  # in a drawn page's meta: the PartFailed of what its scripts may not have
