"""Pages that try to reach where a crawl may not go, or not to end; `{away}` is a host:port that is forbidden."""

from tests.browser.drawn_sites import article, draws, shell

# each in an article page that is else as it should be; names are for the reader
REACHING = {
    "redirect by script": "location.href = 'http://{away}/location';",
    "redirect by replace": "setTimeout(function () {{ location.replace('http://{away}/replace'); }}, 100);",
    "fetch": "fetch('http://{away}/fetch').catch(function () {{}});",
    "fetch without cors": "fetch('http://{away}/no-cors', {{mode: 'no-cors'}}).catch(function () {{}});",
    "fetch kept alive": (
        "fetch('http://{away}/keepalive', {{keepalive: true, mode: 'no-cors'}}).catch(function () {{}});"
    ),
    "xhr": "var x = new XMLHttpRequest(); x.open('POST', 'http://{away}/xhr'); x.send('a=1');",
    "xhr in step": "var y = new XMLHttpRequest(); y.open('GET', 'http://{away}/sync', false); y.send();",
    "websocket": "new WebSocket('ws://{away}/socket');",
    "eventsource": "new EventSource('http://{away}/events');",
    "beacon": "navigator.sendBeacon('http://{away}/beacon', 'a');",
    "iframe": "var f = document.createElement('iframe'); f.src = 'http://{away}/iframe'; document.body.append(f);",
    "iframe of data": (
        "var d = document.createElement('iframe'); "
        'd.src = \'data:text/html,<script>fetch("http://{away}/data", {{mode: "no-cors"}})<\\/script>\'; '
        "document.body.append(d);"
    ),
    "iframe of its own": (
        "var s = document.createElement('iframe'); "
        "s.srcdoc = '<img src=http://{away}/srcdoc><script>new WebSocket(\"ws://{away}/srcdoc\")<\\/script>'; "
        "document.body.append(s);"
    ),
    "form": (
        "var m = document.createElement('form'); m.action = 'http://{away}/form'; m.method = 'POST'; "
        "document.body.append(m); m.submit();"
    ),
    "window": "window.open('http://{away}/window'); window.open('about:blank');",
    "service worker": "navigator.serviceWorker.register('/worker.js').catch(function () {{}});",
    "worker": (
        "new Worker(URL.createObjectURL(new Blob(["
        "\"fetch('http://{away}/worker', {{mode: 'no-cors'}}); new WebSocket('ws://{away}/worker-socket');\"])));"
    ),
    "shared worker": (
        "new SharedWorker(URL.createObjectURL(new Blob([\"fetch('http://{away}/shared', {{mode: 'no-cors'}})\"])));"
    ),
    "module": "import('http://{away}/module.js').catch(function () {{}});",
    "picture": "new Image().src = 'http://{away}/picture.png';",
    "file": "location.href = 'file:///etc/passwd';",
    "data": "location.href = 'data:text/html,gone';",
    "script of script": "location.href = 'javascript:document.body.remove()+\"gone\"';",
    "download": (
        "var a = document.createElement('a'); a.href = 'http://{away}/download'; a.download = 'x'; "
        "document.body.append(a); a.click();"
    ),
    "peer": (
        "var p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{away}'}}, "
        "{{urls: 'turn:{away}?transport=tcp', username: 'a', credential: 'b'}}]}}); "
        "p.createDataChannel('a'); p.createOffer().then(function (o) {{ p.setLocalDescription(o); }});"
    ),
    "transport": "new WebTransport('https://{away}/transport').ready.catch(function () {{}});",
    "alert": "alert('a'); confirm('b'); prompt('c');",
    "unload": "window.onbeforeunload = function () {{ return 'stay'; }};",
    "history": "history.pushState(null, '', '/elsewhere');",
}
HEAD = (
    "<link rel=preconnect href='http://{away}/preconnect'><link rel=dns-prefetch href='//{away}'>"
    "<link rel=prefetch href='http://{away}/prefetch'><link rel=preload as=fetch href='http://{away}/preload'>"
    "<link rel=prerender href='http://{away}/prerender'><link rel=modulepreload href='http://{away}/modulepreload'>"
    "<link rel=stylesheet href='http://{away}/style.css'><link rel=icon href='http://{away}/icon'>"
    "<link rel=manifest href='http://{away}/manifest'>"
    '<script type=speculationrules>{{"prefetch": [{{"source": "list", "urls": ["http://{away}/speculation"]}}]}}</script>'
    "<meta http-equiv=refresh content='1;url=http://{away}/refresh'>"
    "<meta http-equiv=Content-Security-Policy-Report-Only content='img-src none; report-uri http://{away}/report'>"
)

# a page that does not end, or takes all there is
ENDLESS = {
    "endless script": "while (true) {}",
    "endless later": "setTimeout(function () { while (true) {} }, 200);",
    "endless alerts": "while (true) { alert('a'); }",
    "endless requests": "(function ask() { fetch('/more?' + Math.random()).then(ask, ask); })();",
    "a gigabyte of nodes": (
        "var t = 'x'.repeat(1000); for (var i = 0; i < 1000000; i++) "
        "{ document.body.append(document.createTextNode(t + i)); }"
    ),
    "a gigabyte of text": "var t = 'x'.repeat(100000000); for (;;) { document.body.append(t + Math.random()); }",
    "a large page": "document.getElementById('app').hidden = true; app.append('x'.repeat(9000000));",
}


def reaching(away: str) -> bytes:
    """A page that tries every way out at once, and is an article besides."""
    tries = "\n".join(f"try {{ {script.format(away=away)} }} catch (e) {{}}" for script in REACHING.values())
    return shell(draws(article()) + "\n" + tries, HEAD.format(away=away))
