"""The proxies under measurement, each held to one worker on one core.

Every peer verifies the origin (chain and name cucm.bench.lab) on every TLS
connection; the relays are floors (bytes forwarded, nothing understood).
"""
from __future__ import annotations

import base64
import os
import shlex
import shutil
from dataclasses import dataclass, field

from . import origin
from .proc import Server, tollgate as tollgate_binary, wait_port

IDLE = 600  # seconds an idle client connection is kept


@dataclass
class Peer:
    name: str
    argv: list[str]
    port: int
    tls_port: int | None = None
    prefix: str = "/{route}"            # what precedes the body's name in the URL
    ports: dict[str, int] = field(default_factory=dict)   # relays: one port per route
    routes: set[str] | None = None      # the routes it can serve (None: all)
    pid_pattern: str | None = None
    origin_host: str = origin.HOST
    env: dict[str, str] = field(default_factory=dict)
    note: str = ""
    workers: int = 1
    server: Server | None = None

    def serves(self, route: str, tls: bool) -> bool:
        if tls and not self.tls_port:
            return False
        return self.routes is None or route in self.routes

    def url(self, route: str, body: str, tls: bool = False) -> str:
        port = origin.ROUTES[route][0]
        plain = f"{origin.DOMAIN}/https/{self.origin_host}/{port}"
        path = self.prefix.format(route=route, host=self.origin_host, port=port, domain=origin.DOMAIN,
                                  b64=base64.b64encode(plain.encode()).decode().rstrip("="))
        listen = self.ports.get(route, self.tls_port if tls else self.port)
        return f"{'https' if tls else 'http'}://127.0.0.1:{listen}{path}/{body}"

    def start(self, work: str, cpus: set[int]) -> None:
        """Starts it on these cores; one with several workers gets all there are."""
        if self.workers > 1:
            cpus = os.sched_getaffinity(0)
        self.server = Server(self.argv, cpus, f"{work}/peer-{self.name}.log", env=self.env)
        self.server.pattern = self.pid_pattern
        wait_port(self.port, server=self.server, seconds=30)


def tls_routes() -> dict[str, tuple[int, str, str | None, bool]]:
    return {r: v for r, v in origin.ROUTES.items() if v[2]}


def write(path: str, text: str) -> str:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    return path


def nginx(work: str, certs: str, log: bool = False, workers: int = 1) -> Peer:
    name, port = ("nginx-log", 28512) if log else ("nginx", 28510)
    if workers > 1:
        name, port = f"nginx-{workers}", 28514
    chain, key = origin.cert_files(certs, "rsa")
    upstreams, locations = [], []
    for route, (oport, _, _, keepalive) in tls_routes().items():
        pool = "keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s;" if keepalive else ""
        upstreams.append(f"upstream {route} {{ server 127.0.0.1:{oport} max_fails=0; {pool} }}")
        locations.append(f"location /{route}/ {{ proxy_pass https://{route}; }}")
    access = f"access_log {work}/{name}.access combined" if log else "access_log off"
    text = f"""daemon off; worker_processes {workers}; pid {work}/{name}.pid; error_log {work}/{name}.err error; user root;
worker_rlimit_nofile 20000;
events {{ worker_connections 19000; multi_accept on; }}
http {{
  {access}; keepalive_timeout {IDLE}s; keepalive_requests 1000000000; tcp_nodelay on; server_tokens off;
  client_body_temp_path {work}/tmp-n1; fastcgi_temp_path {work}/tmp-n2; uwsgi_temp_path {work}/tmp-n3;
  scgi_temp_path {work}/tmp-n4; proxy_temp_path {work}/tmp-n5; proxy_max_temp_file_size 0;
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host {origin.HOST};
  proxy_ssl_verify on; proxy_ssl_verify_depth 4; proxy_ssl_trusted_certificate {certs}/roots.pem;
  proxy_ssl_name {origin.HOST}; proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate {chain}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3;
  {chr(10).join('  ' + u for u in upstreams).strip()}
  server {{
    listen 127.0.0.1:{port} backlog=8192; listen 127.0.0.1:{port + 1} ssl backlog=8192;
    {chr(10).join('    ' + l for l in locations).strip()}
  }}
}}
"""
    conf = write(f"{work}/{name}.conf", text)
    return Peer(name, ["nginx", "-c", conf, "-e", f"{work}/{name}.err"], port, port + 1,
                routes=set(tls_routes()), workers=workers,
                note=f"{workers} worker(s), proxy_ssl_verify, upstream keepalive" + (", access log" if log else ""))


def haproxy_global(work: str, name: str, workers: int = 1) -> str:
    return f"""global
  nbthread {workers}
  maxconn 10500
  no strict-limits
  ulimit-n 20000
  ssl-server-verify required
  tune.bufsize 16384
defaults
  timeout connect 60s
  timeout client {IDLE}s
  timeout server {IDLE}s
  timeout http-keep-alive {IDLE}s
  maxconn 10500
"""


def haproxy(work: str, certs: str, workers: int = 1) -> Peer:
    name, port = ("haproxy", 28520) if workers == 1 else (f"haproxy-{workers}", 28524)
    pem = f"{work}/haproxy-ingress.pem"
    chain, key = origin.cert_files(certs, "rsa")
    write(pem, open(chain).read() + open(key).read())
    text = haproxy_global(work, name, workers) + f"""  mode http
  http-reuse always
  option http-keep-alive
frontend ingress
  bind 127.0.0.1:{port} backlog 8192
  bind 127.0.0.1:{port + 1} ssl crt {pem} ssl-min-ver TLSv1.2 backlog 8192
  use_backend %[path,field(2,/)]
"""
    for route, (oport, *_rest) in tls_routes().items():
        text += (f"backend {route}\n  http-request set-header Host {origin.HOST}\n"
                 f"  server s 127.0.0.1:{oport} ssl verify required ca-file {certs}/roots.pem "
                 f"verifyhost {origin.HOST} sni str({origin.HOST}) ssl-min-ver TLSv1.2\n")
    conf = write(f"{work}/{name}.cfg", text)
    return Peer(name, ["haproxy", "-db", "-f", conf], port, port + 1, routes=set(tls_routes()), workers=workers,
                note=f"nbthread {workers}, verify required + verifyhost, http-reuse always")


def ats(work: str, certs: str) -> Peer:
    port, root = 28530, f"{work}/ats"
    etc = f"{root}/etc"
    for d in ("etc", "var", "run", "log", "cache", "share"):
        os.makedirs(f"{root}/{d}", exist_ok=True)
    layout = {"prefix": "/usr", "exec_prefix": "/usr", "bindir": "/usr/bin", "sbindir": "/usr/sbin",
              "sysconfdir": etc, "datadir": f"{root}/share", "includedir": "/usr/include",
              "libdir": "/usr/lib/trafficserver", "libexecdir": "/usr/lib/trafficserver/modules",
              "localstatedir": f"{root}/var", "runtimedir": f"{root}/run", "logdir": f"{root}/log",
              "cachedir": f"{root}/cache"}
    write(f"{root}/runroot.yaml", "".join(f"{k}: {v}\n" for k, v in layout.items()))
    chain, key = origin.cert_files(certs, "rsa")
    settings = {
        "exec_thread.autoconfig": "INT 0", "exec_thread.limit": "INT 1", "accept_threads": "INT 0",
        "task_threads": "INT 1", "exec_thread.affinity": "INT 0", "admin.user_id": "STRING #-1",
        "http.server_ports": f"STRING {port}:ip-in=127.0.0.1 {port + 1}:ssl:ip-in=127.0.0.1",
        "http.cache.http": "INT 0", "log.logging_enabled": "INT 0", "url_remap.remap_required": "INT 1",
        "reverse_proxy.enabled": "INT 1", "url_remap.pristine_host_hdr": "INT 0",
        "http.keep_alive_no_activity_timeout_in": f"INT {IDLE}",
        "http.keep_alive_no_activity_timeout_out": f"INT {IDLE}",
        "http.down_server.cache_time": "INT 0", "http.connect_attempts_max_retries": "INT 0",
        "net.listen_backlog": "INT 8192", "net.connections_throttle": "INT 19000",
        "net.max_connections_in": "INT 19000",
        "ssl.client.verify.server.policy": "STRING ENFORCED",
        "ssl.client.verify.server.properties": "STRING ALL",
        "ssl.client.CA.cert.filename": "STRING roots.pem", "ssl.client.CA.cert.path": f"STRING {certs}",
        "ssl.server.cert.path": f"STRING {certs}", "ssl.server.private_key.path": f"STRING {certs}",
        "hostdb.host_file.path": f"STRING {etc}/hosts", "diags.debug.enabled": "INT 0",
        "http.insert_client_ip": "INT 0", "http.insert_squid_x_forwarded_for": "INT 0",
    }
    write(f"{etc}/records.config", "".join(f"CONFIG proxy.config.{k} {v}\n" for k, v in settings.items()))
    write(f"{etc}/hosts", f"127.0.0.1 {origin.HOST}\n")
    write(f"{etc}/storage.config", "")
    write(f"{etc}/ssl_multicert.config",
          f"dest_ip=* ssl_cert_name={os.path.basename(chain)} ssl_key_name={os.path.basename(key)}\n")
    remap = ""
    for route, (oport, *_rest) in tls_routes().items():
        for scheme, p in (("http", port), ("https", port + 1)):
            remap += f"map {scheme}://127.0.0.1:{p}/{route}/ https://{origin.HOST}:{oport}/{route}/\n"
    write(f"{etc}/remap.config", remap)
    for name in ("plugin.config", "volume.config", "hosting.config", "parent.config", "cache.config"):
        write(f"{etc}/{name}", "")
    write(f"{etc}/ip_allow.yaml", "ip_allow:\n  - apply: in\n    ip_addrs: 0/0\n    action: allow\n    methods: ALL\n")
    return Peer("ats", ["traffic_server", f"--run-root={root}/runroot.yaml"], port, port + 1,
                routes=set(tls_routes()), note="1 event thread, policy ENFORCED, properties ALL, no cache, no log")


def relay(work: str, certs: str, tls_out: bool) -> Peer:
    """A floor: haproxy in TCP mode, one port per route; with TLS out it verifies like the others."""
    name, base = ("relay-tls", 28560) if tls_out else ("relay-plain", 28540)
    text = haproxy_global(work, name) + "  mode tcp\n"
    if not tls_out:
        text += "  option splice-auto\n"
    # the plain relay stands in for each TLS route with the plain origin of the same keep-alive habit
    wanted = tls_routes() if tls_out else {r: v for r, v in tls_routes().items() if not r.startswith("bad-")}
    ports = {}
    for i, (route, (oport, _, _, keepalive)) in enumerate(wanted.items()):
        ports[route] = base + i
        if tls_out:
            target = (f"127.0.0.1:{oport} ssl verify required ca-file {certs}/roots.pem "
                      f"verifyhost {origin.HOST} sni str({origin.HOST}) ssl-min-ver TLSv1.2")
        else:
            target = f"127.0.0.1:{origin.ROUTES['plain' if keepalive else 'plain-nk'][0]}"
        text += f"listen {route}\n  bind 127.0.0.1:{base + i} backlog 8192\n  server s {target}\n"
    conf = write(f"{work}/{name}.cfg", text)
    return Peer(name, ["haproxy", "-db", "-f", conf], ports["ka-rsa"], None, ports=ports, routes=set(ports),
                note="floor: TCP mode" + (", TLS out, verified" if tls_out else ", splice, no TLS"))


def tollgate(work: str, certs: str, log: bool = False, remember: bool = True, workers: int = 1) -> Peer:
    """`tollgate serve` as it comes: allow list, edge URL decoding, limits and metrics are always on."""
    name = "tollgate" + ("-log" if log else "") + ("" if remember else "-fresh") + (f"-{workers}" if workers > 1 else "")
    port = 28600 + 10 * (log + 2 * (not remember) + 4 * (workers > 1))
    root = f"{work}/{name}"
    os.makedirs(root, exist_ok=True)
    chain, key = origin.cert_files(certs, "rsa")
    shutil.copyfile(key, f"{root}/server.key")
    os.chmod(f"{root}/server.key", 0o600)
    ports = sorted(oport for oport, *_ in tls_routes().values())
    rules = "".join(f'[[allow]]\nurl = "https://{origin.HOST}:{oport}/"\n' for oport in ports)
    text = f"""listen = "127.0.0.1:{port}"
workers = {workers}
[listen_tls]
listen = "127.0.0.1:{port + 1}"
certificate = "{chain}"
key = "server.key"
[management]
listen = "127.0.0.1:{port + 2}"
[trust]
store = "{certs}/roots.pem"
[verify]
remember_verdicts = {60 if remember else 0}
[[node]]
address = "{origin.HOST}"
role = "cucm"
resolve = "127.0.0.1"
ports = {ports}
{rules}[log]
path = "traffic_server.log"
level = "{'info' if log else 'warning'}"
[limits]
connections = 20000
idle_seconds = {IDLE}
node_idle_connections = 1024
"""
    conf = write(f"{root}/tollgate.toml", text)
    note = (f"{workers} worker{'s' if workers > 1 else ''}, every request's lines" if log
            else f"{workers} worker{'s' if workers > 1 else ''}, lines of refusals and failures only")
    note += ", verdicts remembered for 60 s" if remember else ", every verdict fresh"
    # Without memory only the loads of a handshake a request are another measurement.
    routes = {r for r in tls_routes() if remember or not r.startswith("ka-")}
    return Peer(name, [tollgate_binary(), "serve", "--config", conf], port, port + 1, prefix="/{b64}", routes=routes,
                workers=workers, note=note)


# What runs when no peer is named: one worker each, no access log.
USUAL = ["tollgate", "tollgate-fresh", "nginx", "haproxy", "ats", "relay-plain", "relay-tls"]
BUILTIN = {
    "tollgate": tollgate,
    "tollgate-fresh": lambda w, c: tollgate(w, c, remember=False),
    "tollgate-log": lambda w, c: tollgate(w, c, log=True),
    "tollgate-2": lambda w, c: tollgate(w, c, workers=2),
    "nginx": nginx,
    "nginx-log": lambda w, c: nginx(w, c, log=True),
    "nginx-2": lambda w, c: nginx(w, c, workers=2),
    "haproxy": haproxy,
    "haproxy-2": lambda w, c: haproxy(w, c, workers=2),
    "ats": ats,
    "relay-plain": lambda w, c: relay(w, c, False),
    "relay-tls": lambda w, c: relay(w, c, True),
}


def custom(name: str, command: str, port: int, tls_port: int | None, prefix: str, pid_pattern: str | None,
           origin_host: str, work: str, certs: str) -> Peer:
    """Any reverse proxy given on the command line; the environment tells it where things are."""
    chain, key = origin.cert_files(certs, "rsa")
    env = {"BENCH_WORK": work, "BENCH_CERTS": certs, "BENCH_ROOTS": f"{certs}/roots.pem",
           "BENCH_CHAIN": chain, "BENCH_KEY": key}
    command = command.format(work=work, certs=certs, roots=env["BENCH_ROOTS"], chain=chain, key=key, port=port,
                             tls_port=tls_port or "")
    return Peer(name, shlex.split(command), port, tls_port, prefix=prefix, pid_pattern=pid_pattern,
                origin_host=origin_host, env=env, routes=set(tls_routes()), note=command)
