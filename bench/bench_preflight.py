#!/usr/bin/env python3
"""Preflight anchors: how long general scanners take to fetch and judge the certificates of a farm
of TLS endpoints (default 200) on a private loopback.

The farm is one nginx; endpoints are 127.0.X.Y:8443 in six kinds (RSA good, P-256 good, self-signed,
untrusted CA, wrong name, expired). Scanner and farm share the machine; the figures are wall seconds,
CPU seconds of the scanner alone, and both per endpoint, medians of interleaved rounds.
Slow scanners run on a sample of the endpoints and are scaled up (column "scaled from").

A tool of your own: --tool NAME='command {targets} {roots}' ({targets}: file of ip:port lines;
{ips}: file of addresses; {inventory}: our inventory; {hostname}: the name to verify; {port}).
"""
from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time

from benchlib import origin, proc, report

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["rsa", "rsa", "rsa", "ecdsa", "ecdsa", "ecdsa", "selfsigned", "untrusted", "wrongname", "expired"]
PORT = 8443
ASYNC = '''import asyncio, collections, ssl, sys
ctx = ssl.create_default_context(cafile=sys.argv[2])
async def one(gate, line):
    ip, port = line.rsplit(":", 1)
    async with gate:
        try:
            _, w = await asyncio.open_connection(ip, int(port), ssl=ctx, server_hostname=sys.argv[3])
            w.close()
            return "ok"
        except ssl.SSLCertVerificationError as e:
            return e.verify_message
async def main():
    gate = asyncio.Semaphore(50)
    print(collections.Counter(await asyncio.gather(*(one(gate, l) for l in open(sys.argv[1]).read().split()))))
asyncio.run(main())
'''
# name -> (command, how many endpoints it is run on; None: all)
OPENSSL = ("printf '' | openssl s_client -connect $t -servername {hostname} -verify_hostname {hostname} "
           "-CAfile {roots} -verify_return_error -brief -showcerts")
TOOLS = {
    "openssl s_client, serial": ("for t in $(cat {targets}); do " + OPENSSL + " >/dev/null 2>&1 && echo ok || echo bad; done "
                                 "| sort | uniq -c | tr '\\n' ' '", None),
    "openssl s_client, xargs -P8": ("export HN={hostname} CA={roots}; xargs -P8 -I@ sh -c 'printf \"\" | openssl s_client "
                                    "-connect @ -servername $HN -verify_hostname $HN -CAfile $CA -verify_return_error "
                                    "-brief >/dev/null 2>&1 && echo ok || echo bad' < {targets} | sort | uniq -c | tr '\\n' ' '",
                                    None),
    "python asyncio ssl, 50": ("python3 {tmp}/async_scan.py {targets} {roots} {hostname}", None),
    "nmap ssl-cert": ("nmap -n -Pn -p {port} --script ssl-cert -iL {ips} -oG /dev/null | grep -c 'Subject:'", None),
    "nmap ssl-cert -T5": ("nmap -n -Pn -T5 --min-parallelism 50 -p {port} --script ssl-cert -iL {ips} | grep -c 'Subject:'",
                          None),
    "sslscan, certificate only": ("sslscan --no-ciphersuites --no-renegotiation --no-fallback --no-compression "
                                  "--no-heartbleed --no-groups --no-colour --targets={targets} | grep -c '^Subject:'", None),
    "sslyze --certinfo": ("{sslyze} --certinfo --certinfo_ca_file {roots} --mozilla_config disable --targets_in {named} "
                          "--json_out {tmp}/sslyze.json --quiet; grep -oE '\"scan_status\": ?\"COMPLETED\"' {tmp}/sslyze.json | wc -l", 40),
    "testssl.sh -S": ("for t in $(cat {targets}); do testssl --quiet --color 0 --warnings off -n none -S "
                      "--add-ca {roots} $t; done | grep -c 'Chain of trust'", 1),
    "tollgate, certificate": (f"{proc.tollgate()} preflight --inventory {{inventory}} --trust {{roots}} --depth certificate -o json "
                              "| grep -oE '\"(verdict|code)\": \"[a-zTG0-9]+\"' | sort | uniq -c | tr '\\n' ' '", None),
    "tollgate, full matrix": (f"{proc.tollgate()} preflight --inventory {{inventory}} --trust {{roots}} -o short | wc -l", None),
}


def farm(work: str, certs: str, count: int) -> tuple[proc.Server, list[str]]:
    servers: dict[str, list[str]] = {}
    addresses = []
    for i in range(count):
        ip = f"127.0.{1 + i // 200}.{1 + i % 200}"
        addresses.append(ip)
        servers.setdefault(KINDS[i % len(KINDS)], []).append(ip)
    blocks = []
    for kind, ips in servers.items():
        chain, key = origin.cert_files(certs, kind)
        listens = " ".join(f"listen {ip}:{PORT} ssl;" for ip in ips)
        blocks.append(f"  server {{ {listens} ssl_certificate {chain}; ssl_certificate_key {key}; "
                      "ssl_protocols TLSv1.2 TLSv1.3; return 200 ok; }")
    conf = f"{work}/farm.conf"
    with open(conf, "w") as f:
        f.write(f"daemon off; worker_processes 1; pid {work}/farm.pid; error_log {work}/farm.err crit; user root;\n"
                "events { worker_connections 4096; multi_accept on; }\nhttp {\n  access_log off; ssl_session_cache off; "
                "ssl_session_tickets off;\n" + "".join(
                    f"  {n}_temp_path {work}/tmp-farm-{n};\n" for n in
                    ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) + "\n".join(blocks) + "\n}\n")
    server = proc.Server(["nginx", "-c", conf, "-e", f"{work}/farm.err"], None, f"{work}/farm.log")
    proc.wait_port(PORT, host=addresses[-1], server=server)
    return server, addresses


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--endpoints", type=int, default=200)
    p.add_argument("-r", "--rounds", type=int, default=3)
    p.add_argument("--only", action="append", help="only tools whose name contains this")
    p.add_argument("--tool", action="append", default=[], metavar="NAME=CMD")
    p.add_argument("--timeout", type=int, default=180, help="seconds after which a tool is given up")
    p.add_argument("--no-netns", action="store_true")
    p.add_argument("--work", default=f"{HERE}/work")
    p.add_argument("--json", default=f"{HERE}/results/preflight.json")
    a = p.parse_args()
    if not a.no_netns:
        proc.enter_netns()
    os.makedirs(os.path.dirname(a.json), exist_ok=True)
    work = os.path.abspath(a.work)
    certs, tmp = f"{work}/certs", f"{work}/preflight"
    os.makedirs(tmp, exist_ok=True)
    subprocess.run([f"{HERE}/make_certs.sh", certs], check=True, stdout=subprocess.DEVNULL)
    with open(f"{tmp}/async_scan.py", "w") as f:
        f.write(ASYNC)
    tools = dict(TOOLS)
    sslyze = f"{work}/venv-sslyze/bin/python -m sslyze"
    if not os.path.exists(f"{work}/venv-sslyze/bin/python"):
        tools.pop("sslyze --certinfo")
    for binary, name in (("nmap", "nmap"), ("sslscan", "sslscan"), ("testssl", "testssl")):
        if not shutil.which(binary):
            tools = {n: t for n, t in tools.items() if not n.startswith(name)}
    for item in a.tool:
        name, command = item.split("=", 1)
        tools[name] = (command, None)
    if a.only:
        tools = {n: t for n, t in tools.items() if any(o in n for o in a.only)}
    server, addresses = farm(work, certs, a.endpoints)
    runs: dict[str, list[dict]] = {n: [] for n in tools}
    try:
        for r in range(a.rounds):
            for name, (command, sample) in tools.items():
                n = min(sample or a.endpoints, a.endpoints)
                if sample and r >= 2:
                    continue
                chosen = addresses[:n]
                files = {}
                inventory = [f"node-{ip},cucm,{origin.HOST},{PORT},{ip}" for ip in chosen]
                for key, lines in (("targets", [f"{ip}:{PORT}" for ip in chosen]), ("ips", chosen),
                                   ("inventory", ["node,role,address,port,resolve", *inventory]),
                                   ("named", [f"{origin.HOST}:{PORT}{{{ip}}}" for ip in chosen])):
                    files[key] = f"{tmp}/{key}-{n}"
                    with open(files[key], "w") as f:
                        f.write("\n".join(lines) + "\n")
                text = command
                for key, value in {**files, "roots": f"{certs}/roots.pem", "hostname": origin.HOST, "tmp": tmp,
                                   "port": str(PORT), "sslyze": sslyze}.items():
                    text = text.replace("{" + key + "}", value)
                with open(f"{tmp}/out", "w+") as out:
                    result = proc.timed(text, shell=True, stdout=out, timeout=a.timeout)
                    out.seek(0)
                    result["output"] = out.read().strip()[-300:]
                result["endpoints"] = n
                runs[name].append(result)
                print(f"round {r} {name:28} n={n:<4} {result['wall_s']:7.2f} s wall {result['cpu_s']:7.2f} s CPU "
                      f"rc {result['rc']} {result['output'][-80:]!r}", file=sys.stderr)
    finally:
        server.stop()
    rows = []
    for name, v in runs.items():
        n = v[0]["endpoints"]
        wall, cpu = report.median([x["wall_s"] for x in v]), report.median([x["cpu_s"] for x in v])
        rows.append({"tool": name, "run_on": n, "wall_s": wall / n * a.endpoints, "cpu_s": cpu / n * a.endpoints,
                     "cpu_ms_each": cpu / n * 1000, "rss_mb": report.median([x["rss_mb"] for x in v]),
                     "cpu_spread": report.spread([x["cpu_s"] for x in v]), "timed_out": any(x["timed_out"] for x in v),
                     "output": v[0]["output"]})
    report.save(a.json, {"machine": report.machine(), "endpoints": a.endpoints, "results": rows, "samples": runs,
                         "taken": time.strftime("%F %T")})
    print(report.table(["tool", f"wall s ({a.endpoints})", "CPU s", "CPU ms each", "spread", "RSS MB", "scaled from", "answer"],
                       [[r["tool"], r["wall_s"], r["cpu_s"], r["cpu_ms_each"], f"{r['cpu_spread']:.0%}", r["rss_mb"],
                         "-" if r["run_on"] == a.endpoints else str(r["run_on"]),
                         "gave up" if r["timed_out"] else " ".join(r["output"].split())[-60:]] for r in rows]))


if __name__ == "__main__":
    main()
