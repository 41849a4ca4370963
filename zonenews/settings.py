"""Every Scrapy setting that matters here, grouped, each with its reason."""

from zonenews import __version__, environment

BOT_NAME = "zonenews"
SPIDER_MODULES = ["zonenews.spiders"]
NEWSPIDER_MODULE = "zonenews.spiders"
SPIDER_LOADER_CLASS = "zonenews.loader.SiteLoader"  # a broken site file stops its own crawl alone
COMMANDS_MODULE = "zonenews.commands"  # `crawl` with honest exit codes

# --- ours ---------------------------------------------------------------------------------------------------------

ARCHIVE_URL = environment.archive()  # ZONENEWS_ARCHIVE, else zonenews.db in the working directory
FILES_FOLDER = environment.files()  # ZONENEWS_FILES: where an archive on a server keeps files; SQLite's are beside it
CONTACT = environment.contact()  # None: no public host is crawled
ADDRESSES_ALLOWED: list[str] = []  # networks that are crawled although they are not public: 127.0.0.0/8, …
SITE_URLS: dict[str, str] = {}  # list pages by site, for sites whose address is not in their file; blanks separate them
HEARTBEAT_SECONDS = 30  # how often a run says that it is alive
PROGRESS = True  # on a terminal, a view of how far the crawl has come, below its log
PROGRESS_SECONDS = 30  # elsewhere, how often the log says so; 0 never
PROGRESS_JSON = None  # a file descriptor for one JSON line a second: how programs follow a crawl (docs/operating.md)
PROGRESS_ENDS = False  # … and whether the crawl ends in good order once nobody reads them: its worker was killed
JOB = None  # the number of the job of the fleet's queue that the crawl is; its run keeps it
METRICS_FOLDER = environment.metrics()  # ZONENEWS_METRICS: where node_exporter's textfile collector looks, if at all
LOG_JSON = environment.log() == "json"  # ZONENEWS_LOG=json: one object a line, for programs
LOG_FILE_MB = 20  # a larger LOG_FILE is renamed to .1, that to .2 …; 0 leaves it to others
LOG_FILES_KEPT = 4  # so many renamed ones
LOG_REPEATS = 100  # lines of one kind that are written at once, and a tenth of it each minute; 0 writes all
UMASK = "077"  # what a crawl writes is for its own user; "027" lets the group read
WALK_EVERY_DAYS = 7  # a whole walk of a section finds late, back-dated and shifted rows
LIST_PAGES_A_WALK = 5_000  # a pager without an end ends here, and the run says so
REVISIT_FIRST_DAYS = 1  # an article is looked at again after half its age, at the soonest after this
REVISIT_LAST_DAYS = 90  # … and at the latest after this; 0 switches revisits off
REVISITS_A_RUN = 200  # so many in one run, after all that is new; the longest overdue first
READER_PROCESS = True  # pages are read in a process of their own: a hostile one does not take the crawl with it
RETRY_AFTER_CAP = 120  # seconds a host may make a run wait; one that asks for more is left to a later run
HOST_FAILURES = 10  # so many failed tries in a row, and a host is left alone for the rest of the run
HOST_REST_SECONDS = 600  # … and so long after it; twice as long after each run that ended so, six hours at most
ROBOTS_FRESH_HOURS = 12  # a robots.txt is read again after this; while it cannot be, its rules serve up to 24 hours
PAGES_A_RUN = 0  # answers after which a run ends in good order and leaves the rest to the next; 0 means no bound
MEGABYTES_A_RUN = 0  # the same for what came over the wire
STOP_SECONDS = 15  # what a run that is told to end still waits for answers that are under way
BROWSER = environment.browser()  # ZONENEWS_BROWSER: the Chromium that draws pages (Profile.drawn)
DRAWN_PAGE_SECONDS = 5  # how far a drawn page's own clock runs; it stands still while the page waits for an answer
DRAWN_SECONDS = 15  # what drawing a page may take at most, beside that waiting
DRAWN_REQUESTS = 30  # what a drawn page may ask for, scripts included
DRAWN_MEGABYTES = 512  # what a process of the browser may hold
RETRY_BACKOFF = 2  # seconds of the first wait after a 429 or 503 that names none; each further one doubles

# --- who we are ---------------------------------------------------------------------------------------------------

USER_AGENT = f"zonenews/{__version__}"  # the contact is added when a spider opens; never a browser's name
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "zonenews"  # the token a robots.txt names us by

# --- how fast -----------------------------------------------------------------------------------------------------

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one connection to a government site
DOWNLOAD_DELAY = 1  # seconds between two requests to a host, at least
DOWNLOAD_DELAY_JITTER = 0  # with Scrapy's half, every second request would come sooner than that
AUTOTHROTTLE_ENABLED = True  # a slow site is asked less often
AUTOTHROTTLE_START_DELAY = 1  # Scrapy's 5 would spend the first pages of every run waiting
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60
CONCURRENT_ITEMS = 1  # a page gives one item; Scrapy starts so many tasks for every response: 100 halve the speed
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 5_000_000  # a slow archive slows the crawl instead of filling memory

# --- how long, how large ------------------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60  # for the whole answer, so a trickling host cannot hold a slot
DNS_TIMEOUT = 15
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # before and after decoding; a page costs about thirty times its size to parse
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True  # a body shorter than announced is no page
URLLENGTH_LIMIT = 2083
DEPTH_LIMIT = 0  # each list page is one deeper than the last: the walk has its own bounds
CLOSESPIDER_ERRORCOUNT = 200  # a bug that hits every page ends the run
CLOSESPIDER_TIMEOUT = 6 * 3600  # a first whole walk of a large site, and no longer
MEMUSAGE_ENABLED = True
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_WARNING_MB = 768
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10  # at the default minute a run is dead before it is looked at

# --- what is tried again ------------------------------------------------------------------------------------------

RETRY_TIMES = 3
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 wait as told (RetryAfter); 412 and 521 are challenges
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the pipeline warns of the address, and says why
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # a page's own markup does not steer the crawler

# --- what is not let in or out ------------------------------------------------------------------------------------

DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("file", "data", "ftp", "s3")),  # pages may name such addresses
    "https": "zonenews.middlewares.tls.HttpsHandler",  # exceptions for a site's own hosts, each noted
}
TWISTED_DNS_RESOLVER = "zonenews.middlewares.address.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default takes any certificate; an archive is evidence
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"  # an older one, or a bad certificate, by name in a site's profile
COOKIES_ENABLED = False
REFERRER_POLICY = "same-origin"
HTTPPROXY_ENABLED = False  # a proxy from the environment would look hosts up itself, past the address guard
TELNETCONSOLE_ENABLED = False  # executes code
REMOTE_CONTROL_ENABLED = False  # executes code too, and is on by default since Scrapy 2.19
HTTPCACHE_ENABLED = False  # pickled files, stale evidence
JOBDIR = None  # one kill loses most of its queue, unnoticed; the frontier is in the archive

# --- the parts ----------------------------------------------------------------------------------------------------

SCHEDULER = "zonenews.frontier.Frontier"
DOWNLOADER = "zonenews.manners.downloader.GuestDownloader"  # keeps delays between processes, and ends in time
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # filters nothing: the archive knows what has been seen
ITEM_PIPELINES = {"zonenews.pipelines.ArchivePipeline": 300}
EXTENSIONS: dict[str, int | None] = {
    "zonenews.reading.reader.Reader": 90,
    "zonenews.runs.record.RunRecord": 100,
    "zonenews.progress.teller.Teller": 200,
    "zonenews.manners.budget.Budget": 210,
    "zonenews.runs.footprint.Footprint": 220,
    "scrapy.extensions.memusage.MemoryUsage": None,  # Footprint stands in its place
}
EXTENSIONS |= {"zonenews.runs.metrics.Metrics": 400}  # when all others have said what there is to say
EXTENSIONS |= {"zonenews.drift.witnesses.Witnesses": 300}
SPIDER_MIDDLEWARES: dict[str, int | None] = {}

# A request passes from the lowest number to the highest, its answer back from the highest to the lowest.
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # lets `dont_filter` pass, drops in silence
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a failing robots.txt for permission
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "zonenews.middlewares.offsite.StrictOffsite": 50,  # before robots.txt is asked of a stranger
    "zonenews.middlewares.robots.Robots": 100,
    # 550 Scrapy's retries
    "zonenews.middlewares.retry_after.RetryAfter": 560,  # sees 429 and 503 before they are retried at once
    "zonenews.middlewares.breaker.Breaker": 565,  # sees every try
    "zonenews.middlewares.address.AddressGuard": 570,  # robots.txt too; names a refusal before it is retried
    "zonenews.middlewares.challenge.Challenges": 580,  # reads decoded bodies, before their status is acted on
    "zonenews.middlewares.wire.WireCheck": 595,  # sees wire bytes: leaves nothing to decode to Scrapy's, at 590
    "zonenews.middlewares.redirect.Redirects": 600,  # as Scrapy's: the body of a redirect is not worth checking
}

# --- what is told -------------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
LOG_FORMATTER = "zonenews.logs.writing.PageLog"
LOGSTATS_INTERVAL = 0  # our own lines of progress say more
FEEDS: dict[str, dict[str, object]] = {}  # exports come from the archive
FEED_EXPORT_ENCODING = "utf-8"
