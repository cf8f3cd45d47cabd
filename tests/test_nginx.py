"""The shipped configuration of nginx, run by a real nginx in front of a real server."""

import contextlib
import gzip
import http.client
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from rdflib import Graph, Namespace

from asking import Reply, ask, send
from conftest import serving
from dialograph import limits
from dialograph.settings import Settings

# rdflib warns of what it does itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

DEPLOY = Path(__file__).parent.parent / "deploy"
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
NGINX, OPENSSL = shutil.which("nginx", path=PATH), shutil.which("openssl")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# Takes minutes: pairs of pairs of pairs.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?c != ?f && ?f != ?i) }"
DIRECT = {"Content-Type": "application/sparql-query"}
PROBLEM = "application/problem+json"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

needs_nginx = pytest.mark.skipif(
    not (NGINX and OPENSSL), reason="nginx and openssl are not both installed here"
)

# What Debian's own nginx.conf has around a site, with its gzip turned up to do harm.
AROUND = """
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    sendfile on;
    tcp_nopush on;
    default_type application/octet-stream;
    gzip on;
    gzip_proxied any;
    gzip_types *;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Site:
    """A server behind nginx."""

    served: object
    plain: str
    port: int
    folder: Path
    context: ssl.SSLContext

    def connect(self, source="127.0.0.1"):
        """Open an HTTPS connection from an address of this machine."""
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=30, context=self.context, source_address=(source, 0)
        )

    def send(self, method="GET", path="/", body=None, headers=None, *, source="127.0.0.1"):
        """Send one request on a connection of its own."""
        with contextlib.closing(self.connect(source)) as connection:
            connection.request(method, path, body, headers or {})
            return Reply(connection.getresponse())

    def ask(self, query, method="GET", source="127.0.0.1", more="", **headers):
        """Ask ``/sparql`` with the query in the address."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        path = f"/sparql?query={quote(query)}{more}"
        return self.send(method, path, headers=told, source=source)

    def metric(self, name):
        """What the server itself counts."""
        text = send(self.served.url, path="/metrics").text
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0


def free_ports(n):
    """Ports of the loopback address that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(n)]
        return [each.getsockname()[1] for each in sockets]


def adapted(upstream, plain, secure, folder):
    """The shipped configuration, with other ports and paths."""
    text = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "server 127.0.0.1:8000;": f"server {upstream};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "/etc/letsencrypt/live/data.example.org": str(folder),
        "/var/www/html": str(folder),
    }.items():
        assert old in text, f"the shipped configuration has no {old!r} any more"
        text = text.replace(old, new)
    return text


def make_certificate(folder):
    """A certificate for the loopback address, that only this run trusts."""
    subprocess.run(
        [
            *(OPENSSL, "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def unprivileged(folder):
    """Who nginx is to run as: us, or nobody when we may do anything."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    for each in (folder, *folder.iterdir()):
        os.chown(each, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def wait_for(port, process):
    """Wait until a port is listened on."""
    for _ in range(200):
        assert process.poll() is None, "nginx did not start"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    pytest.fail("nginx does not listen")


@contextlib.contextmanager
def behind_nginx(*flags):
    """Run a server with nginx in front of it while the block lasts."""
    with (
        tempfile.TemporaryDirectory() as made,
        serving("--trusted-proxies", "127.0.0.1", *flags) as served,
    ):
        folder = Path(made)
        plain, secure = free_ports(2)
        make_certificate(folder)
        (folder / "site.conf").write_text(
            adapted(urlsplit(served.url).netloc, plain, secure, folder)
        )
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
        told = (folder / "stderr").open("w")
        with told:
            process = subprocess.Popen(
                [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"],
                stdout=told,
                stderr=told,
                **unprivileged(folder),
            )
        try:
            wait_for(secure, process)
            context = ssl.create_default_context(cafile=folder / "fullchain.pem")
            yield Site(served, f"http://127.0.0.1:{plain}", secure, folder, context)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def site():
    """The shipped graph behind nginx, with little time for a query."""
    with behind_nginx("--query-timeout", 3, "--query-budget", "none") as made:
        yield made


def problem(reply, status, slug):
    """Check that a reply is a problem of that kind; gives its members."""
    assert (reply.status, reply.media_type) == (status, PROBLEM)
    assert reply.json["status"] == status
    assert reply.json["type"] == f"https://w3id.org/dialograph/problems/{slug}"
    return reply.json


# --- Who asks, and how -------------------------------------------------------------------------


@needs_nginx
def test_a_forged_address_is_not_believed_and_the_real_one_arrives():
    """Who forges X-Forwarded-For pays as himself, and another address pays nothing for him."""
    with behind_nginx("--query-timeout", 1, "--query-budget", 1) as site:
        for n, status in enumerate([503, 503, 429, 429]):
            forged = {"X_Forwarded_For": f"198.51.100.{n}", "Forwarded": "for=198.51.100.9"}
            reply = site.ask(SLOW, source="127.0.0.2", **forged)
            # The first may leave a hundredth of a second, so the second is either.
            assert reply.status in ({503, 429} if n == 1 else {status}), reply.text
        spoofer = site.ask(COUNT, source="127.0.0.2", X_Forwarded_For="203.0.113.7, 127.0.0.1")
        other = site.ask(COUNT, source="127.0.0.3")
        assert (spoofer.status, other.status) == (200, 200)
        assert '"query-seconds";r=0;' in spoofer.headers["RateLimit"]
        assert '"query-seconds";r=1;' in other.headers["RateLimit"]


@needs_nginx
def test_the_service_description_names_the_secure_address(site):
    """Asked over HTTPS, the endpoint gives an https address of itself, whatever a client forges."""
    for forged in ({}, {"X-Forwarded-Proto": "http"}):
        reply = site.send(path="/sparql", headers={"Accept": "text/turtle", **forged})
        described = {
            str(each) for each in Graph().parse(data=reply.body).objects(None, SD.endpoint)
        }
        assert described == {
            "https://w3id.org/dialograph/sparql",
            "https://127.0.0.1/sparql",
        }


@needs_nginx
def test_redirects_stay_on_https(site):
    """The address without its final slash leads to an https address."""
    reply = site.send(path="/download")
    assert reply.status == 308
    assert reply.headers["Location"].startswith(("https://", "/"))


@needs_nginx
def test_plain_http_leads_to_https(site):
    """Port 80 answers with the https address, and a POST stays a POST."""
    reply = send(site.plain, "POST", "/sparql?x=1", "ASK {}", DIRECT)
    assert reply.status == 308
    assert reply.headers["Location"] == "https://data.example.org/sparql?x=1"


# --- Answers -----------------------------------------------------------------------------------


@needs_nginx
def test_a_long_answer_passes_whole_and_through_memory(site):
    """An answer of 109 MB arrives to its last byte, and nginx writes no file for it."""
    rows = int(ask(site.served.url, COUNT).rows[0][0])
    line = "x" * 3900
    query = f'SELECT ("{line}" AS ?x) {{ ?s ?p ?o }}'
    reply = site.send("POST", "/sparql", query, {**DIRECT, "Accept": "text/csv"})
    expected = 3 + rows * (len(line) + 2)
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) == expected == len(reply.body)
    assert expected > 100_000_000
    assert reply.body.count(b"\n") == rows + 1
    assert reply.body.endswith(line.encode() + b"\r\n")
    assert "temporary file" not in (site.folder / "error.log").read_text()


@needs_nginx
def test_gzip_arrives_once(site):
    """An answer is compressed by the server, not again by nginx, and not at all unasked."""
    query = "SELECT ?s { ?s ?p ?o } LIMIT 2000"
    plain = site.ask(query, Accept_Encoding="identity")
    packed = site.ask(query, Accept_Encoding="gzip")
    assert plain.headers.get_all("Content-Encoding") is None
    assert packed.headers.get_all("Content-Encoding") == ["gzip"]
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    direct = ask(site.served.url, query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["ETag"] == direct.headers["ETag"]
    assert packed.body == direct.body


@needs_nginx
def test_head_and_304_pass(site):
    """HEAD gives the headers of GET without a body, and a validator spares the answer."""
    whole = site.ask(COUNT, Accept_Encoding="identity")
    head = site.ask(COUNT, "HEAD", Accept_Encoding="identity")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert head.headers["ETag"] == whole.headers["ETag"]
    again = site.ask(COUNT, Accept_Encoding="identity", If_None_Match=whole.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@needs_nginx
def test_connections_to_the_server_are_used_again(site):
    """300 requests of 6 clients, with pauses, all succeed over a handful of connections."""
    port = f":{urlsplit(site.served.url).port:04X} "

    def closed():
        lines = Path("/proc/net/tcp").read_text().splitlines()
        return sum(port in line and line.split()[3] == "06" for line in lines)

    def client(number):
        statuses = []
        with contextlib.closing(site.connect()) as connection:
            for n in range(50):
                query = f"SELECT (COUNT(*) AS ?n{number}_{n}) {{ ?s ?p ?o }}"
                connection.request("GET", f"/sparql?query={quote(query)}")
                statuses.append(Reply(connection.getresponse()).status)
                time.sleep(0.5 if n % 25 == 12 else 0)
        return statuses

    before = closed()
    with ThreadPoolExecutor(6) as clients:
        statuses = [each for told in clients.map(client, range(6)) for each in told]
    assert statuses == [200] * 300
    assert closed() - before < 30
    assert "upstream" not in (site.folder / "error.log").read_text()


# --- Bounds ------------------------------------------------------------------------------------


@needs_nginx
def test_what_fits_the_server_fits_nginx(site):
    """A query of 60 KB in the address passes, and one of 900 kB in a body."""
    address = site.ask(COUNT + "#" + "x" * 60_000)
    body = site.send("POST", "/sparql", COUNT + "#" + "x" * 900_000, DIRECT)
    assert (address.status, body.status) == (200, 200)
    assert address.rows == body.rows


@needs_nginx
def test_what_is_too_much_is_refused_in_the_words_of_the_server(site):
    """Bodies, addresses and headers over the bounds get 413, 414 and 431 from the server."""
    body = site.send("POST", "/sparql", COUNT + "#" + "x" * 1_500_000, DIRECT)
    assert str(limits.QUERY_BYTES_MAX) in problem(body, 413, "too-large")["detail"]
    problem(site.ask(COUNT + "#" + "x" * 70_000), 414, "uri-too-long")
    many = {f"x-{n}": "y" for n in range(limits.HEADERS_MAX)}
    assert (
        str(limits.HEADERS_MAX)
        in problem(site.send(headers=many), 431, "headers-too-large")["detail"]
    )


@needs_nginx
def test_what_nginx_itself_refuses_looks_the_same(site):
    """Over the bounds of nginx, and where it lets nobody in, a client gets the same problems."""
    huge = {**DIRECT, "Content-Length": "69000000"}
    problem(site.send("POST", "/sparql", headers=huge), 413, "too-large")
    problem(site.ask(COUNT + "#" + "x" * 140_000), 414, "uri-too-long")
    problem(site.send(headers={"X-Long": "y" * 140_000}), 431, "headers-too-large")
    problem(site.send(path="/metrics"), 404, "not-found")


@needs_nginx
def test_one_address_does_not_take_all_connections(site):
    """Who has 100 requests under way gets 503 for one more, and another address an answer."""
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            connection = stack.enter_context(contextlib.closing(site.connect("127.0.0.4")))
            connection.putrequest("POST", "/sparql")
            connection.putheader("Content-Length", "10")
            connection.endheaders()
        time.sleep(0.2)
        problem(site.ask(COUNT, source="127.0.0.4"), 503, "busy")
        assert site.ask(COUNT, source="127.0.0.5").status == 200


@needs_nginx
def test_error_pages_are_those_of_the_server(site):
    """A problem passes nginx as it is: JSON for programs, a page for browsers."""
    detail = problem(site.ask("SELECT nonsense"), 400, "bad-syntax")
    assert detail["line"] == 1
    problem(site.send(path="/nothing/here"), 404, "not-found")
    page = site.send(path="/nothing/here", headers={"Accept": "text/html"})
    assert (page.status, page.media_type) == (404, "text/html")
    assert "nginx" not in page.text
    assert "Content-Security-Policy" in page.headers


@needs_nginx
def test_a_server_that_is_down_is_told_as_a_problem():
    """While the server is away, clients get 503 with Retry-After and not a page of nginx."""
    with behind_nginx() as site:
        assert site.ask(COUNT).status == 200
        assert site.served.stop() == 0
        reply = site.ask(COUNT)
        problem(reply, 503, "unavailable")
        assert int(reply.headers["Retry-After"]) > 0
        assert reply.headers["Access-Control-Allow-Origin"] == "*"


# --- Time --------------------------------------------------------------------------------------


@needs_nginx
def test_a_query_that_times_out_gets_our_answer(site):
    """When time is up the client gets the server's 503, not a 504 of nginx."""
    reply = site.ask(SLOW, more="&timeout=1")
    assert "after 1 s," in problem(reply, 503, "timed-out")["detail"]


@needs_nginx
def test_hanging_up_stops_the_query(site):
    """A client that goes away takes its query with it, although nginx stands between."""
    name = 'dialograph_processes_ended_total{cause="hangup"}'
    before = site.metric(name)
    for method, path, body in (
        ("GET", f"/sparql?query={quote(SLOW)}", None),
        ("POST", "/sparql", SLOW),
    ):
        with contextlib.closing(site.connect()) as connection:
            connection.request(method, path, body, DIRECT if body else {})
            time.sleep(0.4)
    for _ in range(20):
        if site.metric(name) == before + 2:
            return
        time.sleep(0.1)
    pytest.fail("a query goes on that nobody waits for")


def seconds(name, text):
    """The seconds that a directive gives, each time it is there."""
    return [int(each) for each in re.findall(rf"^\s*{name}[ =](\d+)s?;?$", text, re.MULTILINE)]


def test_those_in_front_wait_longer_than_the_server():
    """By the shipped files, nginx and systemd outwait a query, and nginx lets go first."""
    conf = (DEPLOY / "nginx.conf").read_text()
    unit = (DEPLOY / "dialograph.service").read_text()
    longest = Settings().query_timeout
    general, downloads = seconds("proxy_read_timeout", conf)
    assert general > longest + 5
    assert downloads > limits.DUMP_SECONDS
    assert seconds("keepalive_timeout", conf) < [limits.IDLE_SECONDS]
    assert seconds("TimeoutStopSec", unit) > [longest + 1]
