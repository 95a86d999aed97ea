#!/usr/bin/env python3
"""Capture-analysis anchors: how fast general tools get the TLS certificates out of a capture.

Each tool runs in interleaved rounds over the same file (page cache warm); the figures are
medians of CPU MB/s (size / (user + system)), wall MB/s and peak memory.

A tool of your own: --tool NAME='command {pcap}' (repeatable).
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys

from benchlib import proc, report

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = ("-T fields -e frame.time_epoch -e ip.src -e tcp.srcport -e ip.dst -e tcp.dstport "
          "-e x509ce.dNSName -e x509ce.iPAddress -e x509sat.uTF8String -e x509sat.printableString")
TOOLS = {
    "cat (read floor)": "cat {pcap} > /dev/null",
    "capinfos (packet walk)": "capinfos -c {pcap}",
    "tcpdump -w (decode+copy)": "tcpdump -n -r {pcap} -w /dev/null",
    "tcpdump handshake bytes": "tcpdump -n -r {pcap} 'tcp[((tcp[12]&0xf0)>>2)]=22' -w /dev/null",
    "tshark certificates": f"tshark -n -r {{pcap}} -Y tls.handshake.certificate {FIELDS} | wc -l",
    "ndpiReader": "ndpiReader -i {pcap} -v 2 | grep -c cucm.bench.lab",
    "ssldump": "ssldump -N -n -r {pcap} | grep -c Certificate",
    "zeek": "cd {tmp} && zeek -C -r {pcap} && wc -l < x509.log",
    "suricata": "suricata -r {pcap} -l {tmp} -k none",
    "tollgate analyze": f"{proc.tollgate()} analyze {{pcap}} -o short",
    "tollgate capture": f"{proc.tollgate()} capture {{pcap}} -o jsonl | wc -l",
}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--mb", type=int, default=500, help="size of the capture (default %(default)s MB)")
    p.add_argument("--pcap", help="use this capture instead of a generated one")
    p.add_argument("-r", "--rounds", type=int, default=3)
    p.add_argument("--only", action="append", help="only tools whose name contains this")
    p.add_argument("--tool", action="append", default=[], metavar="NAME=CMD")
    p.add_argument("--timeout", type=int, default=120, help="seconds after which a tool is given up")
    p.add_argument("--work", default=f"{HERE}/work")
    p.add_argument("--json", default=f"{HERE}/results/pcap.json")
    a = p.parse_args()
    os.makedirs(os.path.dirname(a.json), exist_ok=True)
    pcap, facts = a.pcap, {}
    if not pcap:
        pcap = f"{a.work}/big-{a.mb}.pcap"
        if not os.path.exists(pcap + ".json"):
            made = subprocess.run([sys.executable, f"{HERE}/gen_pcap.py", pcap, "--mb", str(a.mb), "--work", a.work],
                                  check=True, capture_output=True, text=True).stdout
            with open(pcap + ".json", "w") as f:
                f.write(made)
        facts = json.load(open(pcap + ".json"))
    size = os.path.getsize(pcap)
    commands = {n: c for n, c in TOOLS.items() if shutil.which("bash") and
                (n.split()[0] in ("cat", "tollgate") or shutil.which(n.split()[0]))}
    absent = [n for n in TOOLS if n not in commands]
    for item in a.tool:
        name, command = item.split("=", 1)
        commands[name] = command
    if a.only:
        commands = {n: c for n, c in commands.items() if any(o in n for o in a.only)}
    tmp = f"{a.work}/pcap-tmp"
    os.makedirs(tmp, exist_ok=True)
    runs: dict[str, list[dict]] = {n: [] for n in commands}
    for r in range(a.rounds):
        for name, command in commands.items():
            with open(f"{a.work}/tool.pcap.out", "w+") as out:
                result = proc.timed(command.format(pcap=pcap, tmp=tmp), shell=True, stdout=out, timeout=a.timeout)
                out.seek(0)
                result["output"] = out.read(400).strip()
            runs[name].append(result)
            print(f"round {r} {name:26} {result['wall_s']:7.2f} s wall {result['cpu_s']:7.2f} s CPU "
                  f"{result['rss_mb']:.0f} MB rc {result['rc']}", file=sys.stderr)
    mb = size / 1e6
    rows = [{"tool": n, "wall_mb_s": mb / report.median([x["wall_s"] for x in v]),
             "cpu_mb_s": mb / report.median([x["cpu_s"] for x in v]),
             "cpu_s": report.median([x["cpu_s"] for x in v]), "cpu_spread": report.spread([x["cpu_s"] for x in v]),
             "rss_mb": report.median([x["rss_mb"] for x in v]), "timed_out": any(x["timed_out"] for x in v),
             "output": v[0]["output"]} for n, v in runs.items()]
    report.save(a.json, {"machine": report.machine(), "pcap": facts, "bytes": size, "absent": absent,
                         "results": rows, "samples": runs})
    print(f"capture: {mb:.0f} MB {facts}; not installed: {absent}")
    print(report.table(["tool", "MB/s (CPU)", "MB/s (wall)", "CPU s", "spread", "RSS MB", "answer"],
                       [[r["tool"], r["cpu_mb_s"], r["wall_mb_s"], r["cpu_s"], f"{r['cpu_spread']:.0%}", r["rss_mb"],
                         "gave up" if r["timed_out"] else r["output"].splitlines()[-1][:20] if r["output"] else ""]
                        for r in rows]))


if __name__ == "__main__":
    main()
