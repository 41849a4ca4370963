"""The questions that analysts ask first, as queries to look at, run and change; each reads a bounded number of rows."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its name and what it tells, in both languages."""

    title: str
    title_zh: str
    description: str
    description_zh: str
    sql: str

    def as_canned(self) -> dict[str, Any]:
        """What Datasette wants of it."""
        return {name: getattr(self, name).strip() for name in self.__slots__}


_QUESTIONS = {
    "articles_by_month": Question(
        "How many articles did each site publish each month?",
        "各站点每月发布了多少文章？",
        "By the month printed on the page, else by the one it was first seen in; with_source of them name a source.",
        "按页面所载月份，未载则按首次发现；with_source 为注明来源的篇数。",
        """
SELECT site, month, count(*) AS articles, sum(fields & 2) / 2 AS with_source
FROM charted
GROUP BY site, month
ORDER BY month DESC, site
LIMIT 500
""",
    ),
    "sources": Question(
        "Whom do the newest articles of a site credit?",
        "某站点最新文章注明了哪些来源？",
        "The sources of its last 5,000 articles, the commonest first. Leave site empty for all sites.",
        "最近 5,000 篇文章的来源，从多到少；site 留空则统计全部站点。",
        """
SELECT source, count(*) AS articles, min(published_day) AS first, max(published_day) AS last
FROM (SELECT source, published_day FROM v_article WHERE :site IN ('', site) ORDER BY id DESC LIMIT 5000)
GROUP BY source
ORDER BY articles DESC
LIMIT 200
""",
    ),
    "without_source": Question(
        "Which articles name no source, and why?",
        "哪些文章没有来源，原因是什么？",
        "The newest 200 of the last 5,000 archived; why is what the page showed instead.",
        "最近入档 5,000 篇中最新的 200 篇；why 为页面情况。",
        """
SELECT published_day, site, title, json_extract(reasons, '$.source') AS why, url
FROM (SELECT * FROM v_article ORDER BY id DESC LIMIT 5000)
WHERE source IS NULL
ORDER BY published_day DESC
LIMIT 200
""",
    ),
    "edited": Question(
        "Which articles were edited after they were published?",
        "哪些文章发布后被修改过？",
        "The last 200 edits, with the number of the revision that came of each.",
        "最近 200 次修改及其产生的版本号。",
        """
SELECT e.at, a.site, a.title, json_extract(e.detail, '$.revision') AS revision, a.url
FROM (SELECT * FROM article_event WHERE kind = 'edited' ORDER BY id DESC LIMIT 200) e
JOIN v_article a ON a.id = e.article
ORDER BY e.at DESC
""",
    ),
    "vanished": Question(
        "Which articles were taken down?",
        "哪些文章被撤下了？",
        "Their text is kept. “gone” means missing in at least three runs over three days.",
        "文章内容仍保留；gone 表示三天内至少三次抓取均未见。",
        """
SELECT e.at, e.kind, a.site, a.published_day, a.title, a.url
FROM (SELECT * FROM article_event WHERE kind IN ('missing', 'gone') ORDER BY id DESC LIMIT 200) e
JOIN v_article a ON a.id = e.article
ORDER BY e.at DESC
""",
    ),
    "documents": Question(
        "Which articles carry a document number?",
        "哪些文章带有文号？",
        "Notices 通知 and approvals 批复 among the last 5,000 archived.",
        "最近入档 5,000 篇中的发文。",
        """
SELECT document_number, published_day, site, title, url
FROM (SELECT * FROM v_article ORDER BY id DESC LIMIT 5000)
WHERE document_number IS NOT NULL
ORDER BY published_day DESC
LIMIT 200
""",
    ),
    "fields_by_month": Question(
        "Is some field found less often than before?",
        "哪些字段的识别率在下降？",
        "Shares of the articles of each month that have the field: a fall tells of a redesign.",
        "各月文章中含有该字段的比例；下降说明网站可能改版。",
        """
SELECT site, month, count(*) AS articles, round(avg(fields & 1), 3) AS title,
       round(avg(fields & 2) / 2, 3) AS source, round(avg(fields & 4) / 4, 3) AS published,
       round(avg(fields & 64) / 64, 3) AS text, round(avg(fields & 128) / 128, 3) AS images
FROM charted
GROUP BY site, month
ORDER BY month DESC, site
LIMIT 500
""",
    ),
    "attachments": Question(
        "Which articles have attachments?",
        "哪些文章带有附件？",
        "The newest 200 of the last 5,000 archived, a row an attachment.",
        "最近入档 5,000 篇中最新的 200 个附件。",
        """
SELECT a.published_day, a.site, a.title, json_extract(f.value, '$.name') AS attachment,
       json_extract(f.value, '$.url') AS file, a.url
FROM (SELECT * FROM v_article ORDER BY id DESC LIMIT 5000) a, json_each(a.attachments) f
ORDER BY a.published_day DESC
LIMIT 200
""",
    ),
    "reprinted": Question(
        "What do several sites say in the same words?",
        "哪些内容被多处转载？",
        "Groups of articles by how many there are, with who had it first.",
        "按篇数列出相同报道及首发。",
        """
SELECT count(*) AS articles, count(DISTINCT site) AS sites, min(published) AS first_published,
       max(CASE WHEN is_first THEN title END) AS title, max(CASE WHEN is_first THEN url END) AS first_url
FROM v_reprint
GROUP BY reprint_group
ORDER BY articles DESC, first_published DESC
LIMIT 200
""",
    ),
    "last_runs": Question(
        "Did the last runs do their work?",
        "最近的抓取是否正常？",
        "The last 100 runs, what each ended with, and why.",
        "最近 100 次抓取的结果与原因。",
        """
SELECT id, site, started, ended, state, exit_code, reason
FROM run
ORDER BY id DESC
LIMIT 100
""",
    ),
}
QUERIES = {name: question.as_canned() for name, question in _QUESTIONS.items()}
