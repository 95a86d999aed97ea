#!/usr/bin/env python3
"""Log-analysis anchors: how fast general tools go through a diagnostic log.

Each tool runs in interleaved rounds over the same file (page cache warm); the figures are
medians of wall MB/s and CPU MB/s (size / (user + system)), and peak memory.

A tool of your own: --tool NAME='command {log}' or '{gz}' (repeatable).
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from benchlib import proc, report

HERE = os.path.dirname(os.path.abspath(__file__))
PATTERN = r"Core server certificate verification failed|SNI \(.*\) not in certificate|SSL connection failed"
PY_LINES = ("import re,sys;p=re.compile(PAT.encode());"
            "print(sum(1 for l in open(sys.argv[1],'rb') if p.search(l)))")
PY_MMAP = ("import re,sys,mmap;f=open(sys.argv[1],'rb');m=mmap.mmap(f.fileno(),0,access=mmap.ACCESS_READ);"
           "print(sum(1 for _ in re.finditer(PAT.encode(),m)))")


def tools() -> dict[str, str]:
    return {
        "wc -l": "wc -l {log}",
        "rg -c": f"rg -c '{PATTERN}' {{log}}",
        "rg -c -j1 --no-mmap": f"rg -j1 --no-mmap -c '{PATTERN}' {{log}}",
        "grep -c -E (C locale)": f"LC_ALL=C grep -c -E '{PATTERN}' {{log}}",
        "grep -c -E (UTF-8)": f"LC_ALL=C.UTF-8 grep -c -E '{PATTERN}' {{log}}",
        "zcat alone (gz)": "zcat {gz} > /dev/null",
        "zcat | rg -c (gz)": f"zcat {{gz}} | rg -c '{PATTERN}'",
        "python re per line": "@re_lines",       # a script, see PY_LINES
        "python re on mmap": "@re_mmap",
        "tollgate analyze": f"{proc.tollgate()} analyze {{log}} -o short",
        "tollgate analyze (gz)": f"{proc.tollgate()} analyze {{gz}} -o short",
        "tollgate doctor": f"{proc.tollgate()} doctor --log {{log}}",
    }


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--mb", type=int, default=1024, help="size of the log (default %(default)s MiB)")
    p.add_argument("-r", "--rounds", type=int, default=3)
    p.add_argument("--only", action="append", help="only tools whose name contains this")
    p.add_argument("--tool", action="append", default=[], metavar="NAME=CMD")
    p.add_argument("--work", default=f"{HERE}/work")
    p.add_argument("--json", default=f"{HERE}/results/logs.json")
    a = p.parse_args()
    os.makedirs(os.path.dirname(a.json), exist_ok=True)
    log, gz = f"{a.work}/diag-{a.mb}.log", f"{a.work}/diag-{a.mb}.log.gz"
    if not os.path.exists(log + ".json"):
        facts = subprocess.run([sys.executable, f"{HERE}/gen_log.py", log, "--mb", str(a.mb)], check=True,
                               capture_output=True, text=True).stdout
        with open(log + ".json", "w") as f:
            f.write(facts)
    if not os.path.exists(gz):
        subprocess.run(f"gzip -6 -c {log} > {gz}.part && mv {gz}.part {gz}", shell=True, check=True)
    facts = json.load(open(log + ".json"))
    scripts = {"@re_lines": PY_LINES, "@re_mmap": PY_MMAP}
    for mark, text in scripts.items():
        with open(f"{a.work}/{mark[1:]}.py", "w") as f:
            f.write(text.replace("PAT", repr(PATTERN)).replace(";", "\n") + "\n")
    commands = {n: (f"python3 {a.work}/{c[1:]}.py {{log}}" if c in scripts else c) for n, c in tools().items()}
    for item in a.tool:
        name, command = item.split("=", 1)
        commands[name] = command
    if a.only:
        commands = {n: c for n, c in commands.items() if any(o in n for o in a.only)}
    runs: dict[str, list[dict]] = {n: [] for n in commands}
    for r in range(a.rounds):
        for name, command in commands.items():
            with open(f"{a.work}/tool.out", "w+") as out:
                result = proc.timed(command.format(log=log, gz=gz), shell=True, stdout=out)
                out.seek(0)
                result["output"] = out.read(200).strip()
            runs[name].append(result)
            print(f"round {r} {name:26} {result['wall_s']:7.2f} s wall {result['cpu_s']:7.2f} s CPU "
                  f"{result['output'][:40]}", file=sys.stderr)
    mb = facts["bytes"] / 1e6
    rows = [{"tool": n, "wall_mb_s": mb / report.median([x["wall_s"] for x in v]),
             "cpu_mb_s": mb / report.median([x["cpu_s"] for x in v]),
             "cpu_s": report.median([x["cpu_s"] for x in v]), "cpu_spread": report.spread([x["cpu_s"] for x in v]),
             "rss_mb": report.median([x["rss_mb"] for x in v]), "output": v[0]["output"]} for n, v in runs.items()]
    report.save(a.json, {"machine": report.machine(), "log": facts, "gz_bytes": os.path.getsize(gz),
                         "pattern": PATTERN, "results": rows, "samples": runs})
    print(f"log: {mb:.0f} MB, {facts['lines']} lines, {facts['bytes'] / facts['lines']:.0f} B a line; "
          f"gz {os.path.getsize(gz) / 1e6:.0f} MB; planted {facts}")
    print(report.table(["tool", "MB/s (CPU)", "MB/s (wall)", "CPU s", "spread", "RSS MB", "answer"],
                       [[r["tool"], r["cpu_mb_s"], r["wall_mb_s"], r["cpu_s"], f"{r['cpu_spread']:.0%}",
                         r["rss_mb"], r["output"].split()[0] if r["output"] else ""] for r in rows]))


if __name__ == "__main__":
    main()
