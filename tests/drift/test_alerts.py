"""Alerts go out for real: to webhooks, in the words of each chat service, by mail; and never tell a secret."""

import email
import email.policy
import logging
import os
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from crawling import ROOT
from listeners import mail_server, webhook

from zonenews.alerts.addresses import addresses
from zonenews.alerts.notices import Notice, of_beginning, of_end
from zonenews.alerts.sending import send
from zonenews.exits import Exit, Refused

NOTICE = Notice("failure", "zonenews: a_jkq 示范开发区: 来源", "园区要闻: 0 of 3")
SECRET = "s3cr3tT0ken"
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it


def run(*arguments: str, code: str | None = None, alerts: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `zonenews`, or Python code, with these addresses."""
    command = [sys.executable, *(["-c", code] if code else ["-m", "zonenews"]), *arguments]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    environment = {**plain, **({"ZONENEWS_ALERTS": alerts} if alerts else {})}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_trial_says_of_each_target_whether_it_went() -> None:
    with webhook() as good, webhook() as bad:
        bad.status = 403
        urls = (f"json://127.0.0.1:{port}/{SECRET}" for port in (good.port, bad.port, 1))
        done = run("alerts", "test", alerts=" ".join([*urls, "nonsense://x"]))
    assert done.returncode == 11
    assert done.stdout == "1. JSON: sent\n"
    assert done.stderr.splitlines() == [
        "2. JSON: not sent: it answered 403",
        "3. JSON: not sent: it cannot be reached, or refuses",
        "4. unknown: not sent: this is no address that Apprise understands",
    ]
    assert good.titles == ["zonenews: a trial"]


def test_without_addresses_or_without_apprise_a_trial_says_what_to_do() -> None:
    nobody = run("alerts", "test")
    assert (nobody.returncode, nobody.stdout) == (10, "")
    assert "set ZONENEWS_ALERTS to addresses, or to a file of them" in nobody.stderr
    code = "import sys; sys.modules['apprise'] = None; from zonenews.cli import main; main()"
    absent = run("alerts", "test", code=code, alerts="json://127.0.0.1:1/x")
    assert absent.returncode == 10
    assert absent.stderr.startswith("zonenews: alerts need the extra `alerts`: pip install")
    assert "Traceback" not in absent.stderr


def test_addresses_may_stand_in_a_file_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "alerts"
    file.write_text("# 值班\njson://127.0.0.1:1/a,b?x=1\n\nmailto://127.0.0.1\n", "utf-8")
    monkeypatch.setenv("ZONENEWS_ALERTS", str(file))
    file.chmod(0o600)
    assert addresses() == ["json://127.0.0.1:1/a,b?x=1", "mailto://127.0.0.1"]
    assert caplog.text == ""
    file.chmod(0o640)
    addresses()
    assert f"{file} holds secrets, and others may read it: chmod 600" in caplog.text
    monkeypatch.setenv("ZONENEWS_ALERTS", str(tmp_path / "none"))
    with pytest.raises(Refused, match="cannot be read: No such file"):
        addresses()


def test_a_file_of_addresses_from_another_editor_is_read_and_a_home_of_nobody_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "alerts"
    file.write_bytes("\ufeffjson://127.0.0.1:1/a\r\n# 值班\r\n".encode())
    monkeypatch.setenv("ZONENEWS_ALERTS", str(file))
    assert addresses() == ["json://127.0.0.1:1/a"]
    monkeypatch.setenv("ZONENEWS_ALERTS", "~no-such-user/alerts")
    with pytest.raises(Refused, match="cannot be read: ") as refused:
        addresses()
    assert refused.value.code is Exit.CONFIGURATION


@pytest.mark.parametrize(
    ("url", "plugin", "address", "message"),
    [
        (
            "dingtalk://{token}",
            "dingtalk.NotifyDingTalk.notify_url",
            "robot/send?access_token={{token}}",
            "text.content",
        ),
        ("wecombot://{token}", "wecombot.NotifyWeComBot.notify_url", "webhook/send?key={{key}}", "text.content"),
        ("feishu://{token}", "feishu.NotifyFeishu.notify_url", "bot/v2/hook/{{token}}/", "content.text"),
        ("lark://{token}", "lark.NotifyLark.notify_url", "bot/v2/hook/", "content.text"),
    ],
    ids=lambda value: value.partition(":")[0],
)
def test_chat_services_get_their_own_form_and_a_refusal_under_a_200_is_told(
    url: str, plugin: str, address: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = message.split(".")
    with webhook() as service:
        monkeypatch.setattr(
            f"apprise.plugins.{plugin}",
            f"http://127.0.0.1:{service.port}/{address.replace('{{', '{').replace('}}', '}')}",
        )
        monkeypatch.setattr("apprise.plugins.lark.NotifyLark.request_rate_per_sec", 0)  # it waits before each message
        (sent,) = send([url.format(token=SECRET)], NOTICE)
        assert sent.trouble is None
        service.answer = {"errcode": 310000, "code": 9499, "msg": SECRET}
        (refused,) = send([url.format(token=SECRET)], NOTICE)
    assert refused.trouble in {"it answered errcode 310000", "it answered code 9499"}
    (path, body), _ = service.took
    assert SECRET in path
    assert NOTICE.text in body[outer][inner]
    assert "示范开发区" in body[outer][inner]


def test_mail_is_sent() -> None:
    with mail_server() as (port, took):
        (sent,) = send([f"mailto://127.0.0.1:{port}?from=crawler@example.cn&to=ops@example.cn&mode=insecure"], NOTICE)
    assert sent.trouble is None
    message = email.message_from_string(took[0], policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == NOTICE.subject
    body = message.get_body(("plain",))
    assert body is not None
    assert NOTICE.text in body.get_content()


def test_no_log_holds_a_secret_however_much_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook() as service:
        service.status = 500
        sent = send([f"json://ops:{SECRET}@127.0.0.1:{port}/{SECRET}" for port in (service.port, 1)], NOTICE)
    assert [target.trouble is None for target in sent] == [False, False]
    assert SECRET not in caplog.text + "".join(map(str, sent))
    assert not logging.getLogger("urllib3").disabled


@pytest.mark.slow
def test_a_service_that_hangs_does_not_hold_the_others_or_the_end() -> None:
    import socket
    from time import monotonic

    with socket.create_server(("127.0.0.1", 0)) as hanging, webhook() as good:
        start = monotonic()
        slow = f"json://127.0.0.1:{hanging.getsockname()[1]}/x?rto=60"
        sent = send([slow, f"json://127.0.0.1:{good.port}/x"], NOTICE)
    assert monotonic() - start < 20
    assert [target.trouble for target in sent] == ["no answer within 15 seconds", None]


def incident(kind: str, *said: str) -> dict[str, object]:
    """An incident as the archive gives it."""
    parts = [{"section": "要闻", "said": text} for text in said]
    moment = {"opened": "2026-11-23T08:00:12.000Z", "opened_run": 7, "closed_run": 9}
    return moment | {"kind": kind, "zone": "示范开发区", "detail": {"parts": parts, "end": "well again"}}


def test_a_notice_names_site_cause_sections_and_run_in_bounds() -> None:
    notice = of_beginning("a_jkq", [incident("source", "要闻: 0 of 3"), incident("list", *["长" * 90] * 9)])
    assert notice.subject == ("zonenews: a_jkq 示范开发区: sources 来源 are missing; a list page is not what it was")
    assert notice.text.startswith("sources 来源 are missing (run 7, 2026-11-23 08:00 UTC)\n- 要闻: 0 of 3\n")
    assert len(f"{notice.subject}\n{notice.text}".encode()) < 2048
    over = of_end("a_jkq", [incident("source")])
    assert over.subject == "zonenews: a_jkq 示范开发区: over: sources 来源 are missing"
    assert over.text == "sources 来源 are missing: well again (run 9); it began 2026-11-23 08:00 UTC"
