#!/usr/bin/env python3
"""Proxy benchmark: CPU per request, throughput, latency and memory of reverse proxies
that verify their HTTPS origin.

Each peer runs as one worker pinned to one core (--proxy-cpu); the origin and the load
generator share another (--load-cpu). The figure to compare is CPU microseconds per
request of the peer's processes (user + system, from /proc), median of interleaved
rounds: on a shared machine it holds where requests/s does not. Everything runs in a
private network namespace when started as root.

examples:
  bench.py                                  all built-in peers, all workloads
  bench.py nginx haproxy -w W1 -w W4 -r 5   two peers, two workloads, five rounds
  bench.py nginx --peer other --cmd './start-other {port} {roots} {work}' \\
           --port 28700 --prefix '/{route}' --origin-host 127.0.0.1

The command may use {port} {tls_port} {certs} {roots} {chain} {key} {work}; the prefix may use
{b64} (unpadded base64 of domain/https/host/port), {route}, {host}, {port}, {domain}.
"""
from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from benchlib import origin, peers, proc, report

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Workload:
    name: str
    route: str
    body: str
    connections: tuple[int, ...]
    tls_in: bool
    what: str


WORKLOADS = [
    Workload("W1", "ka-rsa", "1k", (64, 1000), False, "keep-alive both sides, 1 KB"),
    Workload("W2", "ka-rsa", "64k", (64, 1000), False, "keep-alive both sides, 64 KB"),
    Workload("W3", "ka-rsa", "1m", (64, 1000), False, "keep-alive both sides, 1 MB"),
    Workload("W4", "nk-rsa12", "1k", (64, 1000), False, "full TLS 1.2 RSA-2048 handshake a request"),
    Workload("W5", "nk-ecdsa12", "1k", (64, 1000), False, "full TLS 1.2 P-256 handshake a request"),
    Workload("W4-13", "nk-rsa13", "1k", (64,), False, "full TLS 1.3 RSA-2048 handshake a request"),
    Workload("W5-13", "nk-ecdsa13", "1k", (64,), False, "full TLS 1.3 P-256 handshake a request"),
    Workload("W7", "ka-rsa", "1k", (64,), True, "TLS in and out, keep-alive, 1 KB"),
    Workload("W8", "ka-rsa", "64k", (64,), True, "TLS in and out, keep-alive, 64 KB"),
]
BAD_ROUTES = ["bad-selfsigned", "bad-untrusted", "bad-wrongname", "bad-expired"]


def fetch(url: str) -> tuple[int, str, int]:
    """(status, X-Origin-TLS header, body length); status 0 when the connection was dropped."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(url, timeout=4, context=context) as r:
            return r.status, r.headers.get("X-Origin-TLS", ""), len(r.read())
    except urllib.error.HTTPError as e:
        return e.code, "", 0
    except OSError:
        return 0, "", 0


def check(peer: peers.Peer) -> dict:
    """Good routes must answer 200, every bad certificate must be refused."""
    result = {"good": {}, "refused": {}}
    for route in peers.tls_routes():
        if not peer.serves(route, False):
            continue
        for attempt in range(4):                  # a peer may listen before it can serve
            status, tls, length = fetch(peer.url(route, "1k"))
            if status or route in BAD_ROUTES:
                break
            time.sleep(1)
        if route in BAD_ROUTES:
            result["refused"][route] = status
            if status == 200:
                raise SystemExit(f"{peer.name}: served {route}: verification is not on")
        else:
            result["good"][route] = tls
            if status != 200 or length != origin.BODIES["1k"]:
                raise SystemExit(f"{peer.name}: {route} answered {status}, {length} bytes; see its log")
    return result


def to_us(text: str) -> float:
    value, unit = re.match(r"([\d.]+)(us|ms|s|m)$", text).groups()
    return float(value) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[unit]


class Wrk:
    """A running wrk; finish() stops it and reads its report."""

    def __init__(self, url: str, connections: int, seconds: float, cpu: int):
        self.url = url
        self.child = subprocess.Popen(
            ["taskset", "-c", str(cpu), "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s",
             "--timeout", "30s", "--latency", url], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self) -> dict:
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)     # wrk stops and reports
        text, _ = self.child.communicate()
        done = re.search(r"(\d+) requests in ([\d.]+\w+), ([\d.]+)(\w+) read", text)
        if not done:
            raise RuntimeError(f"wrk failed on {self.url}: {text}")
        latency = dict(re.findall(r"^\s+(\d+)%\s+([\d.]+\w+)", text, re.M))
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        return {"requests": int(done[1]), "p50_us": to_us(latency["50"]), "p99_us": to_us(latency["99"]),
                "bad_status": int(bad[1]) if bad else 0,
                "socket_errors": [int(n) for n in sockets.groups()] if sockets else [0, 0, 0, 0]}


def warm_up(load: Workload, url: str, connections: int, args) -> None:
    """Load until steady: answers come and, on keep-alive loads, no new upstream connections."""
    load_gen = Wrk(url, connections, args.warm_limit + 5, args.load_cpu)
    end = time.monotonic() + args.warm_limit
    time.sleep(args.warm)
    while time.monotonic() < end:
        accepts0, served0 = origin.counters()
        time.sleep(0.5)
        accepts1, served1 = origin.counters()
        served = served1 - served0 - 1
        if served > connections / 20 and (load.route.startswith("nk-") or accepts1 - accepts0 - 1 <= served * 0.02):
            break
    load_gen.finish()


def measure(peer: peers.Peer, load: Workload, connections: int, args) -> dict:
    """One sample: counters read inside the run, so that neither its start nor its end counts."""
    url = peer.url(load.route, load.body, load.tls_in)
    warm_up(load, url, connections, args)
    calibration = proc.calibrate(args.proxy_cpu)
    load_gen = Wrk(url, connections, args.seconds * 4 + 30, args.load_cpu)
    time.sleep(args.settle * (4 if connections > 64 else 1))
    start = time.monotonic()
    accepts0, served0 = origin.counters()
    user0, sys0 = peer.server.cpu()
    time.sleep(args.seconds)
    user1, sys1 = peer.server.cpu()
    accepts1, served1 = origin.counters()
    wall = time.monotonic() - start
    result = load_gen.finish()
    n = max(served1 - served0 - 1, 1)     # the origin's count of answers; one is the status page's own
    cpu = (user1 - user0) + (sys1 - sys0)
    per_request = (accepts1 - accepts0 - 1) / n
    steady = n > 50 and (0.5 < per_request < 1.5 if load.route.startswith("nk-") else per_request < 0.05)
    return {"peer": peer.name, "workload": load.name, "connections": connections,
            "rps": n / wall, "cpu_us": cpu / n * 1e6, "user_us": (user1 - user0) / n * 1e6,
            "sys_us": (sys1 - sys0) / n * 1e6, "core_busy": cpu / wall, "p50_us": result["p50_us"],
            "p99_us": result["p99_us"], "rss_mb": peer.server.rss_kb() / 1024,
            "origin_conns_per_request": per_request, "steady": steady,
            "errors": result["bad_status"] + sum(result["socket_errors"]), "calibration_ms": calibration}


def idle_memory(peer: peers.Peer, count: int) -> dict:
    """Memory of `count` idle client connections, each after one answered request."""
    url = peer.url("ka-rsa", "1k")
    host, path = re.match(r"http://([^/]+)(/.*)", url).groups()
    ip, port = host.split(":")
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    before = peer.server.rss_kb()
    conns, failed = [], 0
    for i in range(count):
        s = socket.socket()
        s.settimeout(10)
        try:
            s.connect((ip, int(port)))
            s.sendall(request)
            got = b""
            while b"\r\n\r\n" not in got or len(got.split(b"\r\n\r\n", 1)[1]) < origin.BODIES["1k"]:
                piece = s.recv(65536)
                if not piece:
                    raise OSError("closed")
                got += piece
            conns.append(s)
        except OSError:
            failed += 1
            s.close()
            if failed > 20:
                break
    time.sleep(1)
    after = peer.server.rss_kb()
    for s in conns:
        s.close()
    return {"peer": peer.name, "workload": "W6", "connections": len(conns), "failed": failed,
            "base_mb": before / 1024, "loaded_mb": after / 1024,
            "bytes_per_connection": (after - before) * 1024 / max(len(conns), 1)}


def summarise(samples: list[dict]) -> list[dict]:
    groups: dict[tuple, list[dict]] = {}
    for s in samples:
        groups.setdefault((s["workload"], s["connections"], s["peer"]), []).append(s)
    rows = []
    for (workload, connections, peer), group in groups.items():
        steady = [g for g in group if g.get("steady", True)]
        row = {"workload": workload, "connections": connections, "peer": peer, "rounds": len(group),
               "steady_rounds": len(steady)}
        group = steady or group
        for key in ("rps", "cpu_us", "user_us", "sys_us", "core_busy", "p50_us", "p99_us", "rss_mb",
                    "origin_conns_per_request"):
            row[key] = report.median([g[key] for g in group])
        row["cpu_us_spread"] = report.spread([g["cpu_us"] for g in group])
        row["errors"] = sum(g["errors"] for g in group)
        rows.append(row)
    order = {w.name: i for i, w in enumerate(WORKLOADS)}
    rows.sort(key=lambda r: (order[r["workload"]], r["connections"], r["peer"]))
    best: dict[tuple, float] = {}
    for r in rows:
        if not r["peer"].startswith("relay"):
            k = (r["workload"], r["connections"])
            best[k] = min(best.get(k, 1e18), r["cpu_us"])
    for r in rows:
        k = (r["workload"], r["connections"])
        r["vs_best"] = r["cpu_us"] / best[k] if k in best else None
    return rows


def print_tables(rows: list[dict], memory: list[dict]) -> str:
    head = ["load", "conns", "peer", "CPU us/req", "user", "sys", "spread", "x best", "req/s", "core busy",
            "p50 us", "p99 us", "PSS MB", "up-conns/req", "errors", "steady"]
    body = [[r["workload"], r["connections"], r["peer"], r["cpu_us"], r["user_us"], r["sys_us"],
             f"{r['cpu_us_spread']:.0%}", r["vs_best"], r["rps"], f"{r['core_busy']:.0%}", r["p50_us"],
             r["p99_us"], r["rss_mb"], f"{r['origin_conns_per_request']:.2f}", r["errors"],
             f"{r.get('steady_rounds', r['rounds'])}/{r['rounds']}"] for r in rows]
    text = report.table(head, body)
    if memory:
        text += "\n\n" + report.table(
            ["W6 peer", "idle conns", "failed", "base MB", "loaded MB", "bytes/conn"],
            [[m["peer"], m["connections"], m["failed"], m["base_mb"], m["loaded_mb"],
              int(m["bytes_per_connection"])] for m in memory])
    return text


def parse_args() -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("builtin", nargs="*", metavar="PEER", help=f"built-in peers: {' '.join(peers.BUILTIN)}; "
                   f"default: {' '.join(peers.USUAL)}")
    p.add_argument("--peer", metavar="NAME", help="a peer of your own: its name")
    p.add_argument("--cmd", help="the command that starts it in the foreground")
    p.add_argument("--port", type=int, help="its plain HTTP port")
    p.add_argument("--tls-port", type=int, help="its TLS ingress port, if any")
    p.add_argument("--prefix", default="/{route}", help="URL path prefix (default %(default)s)")
    p.add_argument("--origin-host", default=origin.HOST, help="host used in {b64} and {host}")
    p.add_argument("--pid-pattern", help="count only processes of its tree whose command line matches")
    p.add_argument("-w", "--workload", action="append", help="W1..W8, W6 = idle memory (default: all)")
    p.add_argument("-c", "--connections", type=int, action="append", help="only these connection counts")
    p.add_argument("-r", "--rounds", type=int, default=3)
    p.add_argument("--heavy-rounds", type=int, help="rounds of the loads of 1000 connections (default: all)")
    p.add_argument("-s", "--seconds", type=float, default=3, help="length of one measurement")
    p.add_argument("--warm", type=float, default=0.5, help="least warm-up seconds before each measurement")
    p.add_argument("--warm-limit", type=float, default=15, help="most warm-up seconds")
    p.add_argument("--settle", type=float, default=0.5, help="seconds of the measured load before the window")
    p.add_argument("--idle", type=int, default=10000, help="connections of W6")
    p.add_argument("--proxy-cpu", type=int, default=0)
    p.add_argument("--load-cpu", type=int, default=1)
    p.add_argument("--work", default=f"{HERE}/work", help="scratch directory")
    p.add_argument("--json", default=f"{HERE}/results/proxy.json")
    p.add_argument("--no-netns", action="store_true", help="stay in the present network namespace")
    p.add_argument("--check-only", action="store_true", help="only check good and bad certificates")
    args = p.parse_args()
    if args.peer and not (args.cmd and args.port):
        p.error("--peer needs --cmd and --port")
    for name in args.builtin:
        if name not in peers.BUILTIN:
            p.error(f"no built-in peer {name}")
    return args


def main() -> None:
    args = parse_args()
    if not args.no_netns:
        proc.enter_netns()
    proc.raise_nofile()
    work, certs = os.path.abspath(args.work), os.path.abspath(f"{args.work}/certs")
    os.makedirs(work, exist_ok=True)
    os.makedirs(os.path.dirname(args.json), exist_ok=True)
    subprocess.run([f"{HERE}/make_certs.sh", certs], check=True, stdout=subprocess.DEVNULL)
    names = args.builtin or ([] if args.peer else peers.USUAL)
    field = [peers.BUILTIN[n](work, certs) for n in names]
    if args.peer:
        field.append(peers.custom(args.peer, args.cmd, args.port, args.tls_port, args.prefix,
                                  args.pid_pattern, args.origin_host, work, certs))
    wanted = [w for w in WORKLOADS if not args.workload or w.name in args.workload]
    document = {"machine": report.machine(), "seconds": args.seconds, "rounds": args.rounds,
                "peers": {p.name: p.note for p in field},
                "workloads": {w.name: w.what for w in wanted}, "checks": {}}
    servers: list[proc.Server] = []
    samples, memory = [], []
    try:
        servers.append(origin.start(work, certs, {args.load_cpu}))
        for peer in field:
            peer.start(work, {args.proxy_cpu})
            servers.append(peer.server)
            document["checks"][peer.name] = check(peer)
            print(f"{peer.name}: serves good routes, refuses bad ones: "
                  f"{document['checks'][peer.name]['refused']}", file=sys.stderr)
        if args.check_only:
            print(json.dumps(document["checks"], indent=1))
            return
        for round_no in range(args.rounds):
            for load in wanted:
                for connections in load.connections:
                    if args.connections and connections not in args.connections:
                        continue
                    if connections > 64 and args.heavy_rounds is not None and round_no >= args.heavy_rounds:
                        continue
                    for peer in field[round_no % len(field):] + field[:round_no % len(field)]:
                        if not peer.serves(load.route, load.tls_in):
                            continue
                        if peer.name.startswith("relay") and connections != 64:
                            continue
                        s = {"round": round_no, **measure(peer, load, connections, args)}
                        samples.append(s)
                        print(f"round {round_no} {load.name:6} c{connections:<5} {peer.name:12} "
                              f"{s['cpu_us']:9.1f} us/req {s['rps']:9.0f} req/s "
                              f"busy {s['core_busy']:.0%} errors {s['errors']}", file=sys.stderr)
        if not args.workload or "W6" in args.workload:
            for peer in field:                    # a fresh process, so that the base is its base
                if peer.name.startswith("relay") or not peer.serves("ka-rsa", False):
                    continue
                peer.server.stop()
                peer.start(work, {args.proxy_cpu})
                servers.append(peer.server)
                check(peer)
                memory.append(idle_memory(peer, args.idle))
                peer.server.stop()
    finally:
        for server in reversed(servers):
            if server.popen.poll() is None:
                server.stop()
    rows = summarise(samples)
    calibrations = [s["calibration_ms"] for s in samples]
    document.update(results=rows, idle=memory, samples=samples, calibration={
        "median_ms": report.median(calibrations), "min_ms": min(calibrations, default=None),
        "max_ms": max(calibrations, default=None)}, load_after=report.machine()["load"], taken=time.strftime("%F %T %Z"))
    report.save(args.json, document)
    print(print_tables(rows, memory))
    if calibrations:
        print(f"\ncalibration (64 MiB SHA-256): median {report.median(calibrations):.1f} ms CPU, "
              f"spread {report.spread(calibrations):.0%}")


if __name__ == "__main__":
    main()
