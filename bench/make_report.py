#!/usr/bin/env python3
"""Write docs/performance.md from the files in results/."""
from __future__ import annotations

import argparse
import json
import os
from dataclasses import dataclass

import bench
from benchlib import report

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = """# Performance

Written by `bench/performance` from one run; `bench/README.md` says how the figures are read. Absolute
figures hold for one machine and one day: only ratios of one interleaved run compare. Our allow list,
edge URL decoding, limits and metrics are on in every line; access log off for all, or on for all where
a table says so. The last section, where the time goes, is kept by hand in `bench/notes.md`.
"""


@dataclass(frozen=True)
class Target:
    """At most this ratio to a peer's CPU a request, ours measured in this run."""
    load: str
    connections: int
    ours: str
    ratio: float


TARGETS = [
    Target("W1", 64, "tollgate", 0.95), Target("W1", 1000, "tollgate", 0.95),
    Target("W2", 64, "tollgate", 0.90), Target("W3", 64, "tollgate", 0.75),
    Target("W4", 64, "tollgate", 0.35), Target("W4", 64, "tollgate-fresh", 0.55),
    Target("W5", 64, "tollgate", 0.30), Target("W5", 64, "tollgate-fresh", 0.58),
    Target("W7", 64, "tollgate", 0.95), Target("W8", 64, "tollgate", 0.95),
]
# The most bytes for an idle client of 10,000.
IDLE_TARGET = 4096


def load(directory: str, name: str) -> dict | None:
    path = f"{directory}/{name}.json"
    if not os.path.exists(path):
        return None
    with open(path) as f:
        return json.load(f)


def is_peer(name: str) -> bool:
    return not name.startswith(("tollgate", "relay"))


def met(value: float, most: float) -> str:
    return "met" if value <= most else "**missed**"


def targets(rows: list[dict], idle: list[dict]) -> str:
    lines = []
    for t in TARGETS:
        group = [r for r in rows if (r["workload"], r["connections"]) == (t.load, t.connections)]
        ours = next((r for r in group if r["peer"] == t.ours), None)
        best = min((r for r in group if is_peer(r["peer"])), key=lambda r: r["cpu_us"], default=None)
        if ours is None or best is None:
            lines.append([t.load, t.connections, t.ours, None, "-", None, None, t.ratio, "not measured"])
            continue
        ratio = ours["cpu_us"] / best["cpu_us"]
        lines.append([t.load, t.connections, t.ours, ours["cpu_us"], best["peer"], best["cpu_us"], f"{ratio:.2f}",
                      f"{t.ratio:.2f}", met(ratio, t.ratio)])
    for load_name in ("W1", "W4"):
        group = {r["peer"]: r for r in rows if (r["workload"], r["connections"]) == (load_name, 64)}
        if {"tollgate", "nginx"} <= group.keys():
            ratio = group["tollgate"]["p99_us"] / group["nginx"]["p99_us"]
            lines.append([f"{load_name} p99", 64, "tollgate", group["tollgate"]["p99_us"], "nginx", group["nginx"]["p99_us"],
                          f"{ratio:.2f}", "1.00", met(ratio, 1)])
    text = report.table(["load", "clients", "ours", "us", "best peer", "us", "ratio", "target", ""], lines)
    own = next((m for m in idle if m["peer"] == "tollgate"), None)
    if own:
        size = own["bytes_per_connection"]
        text += f"\n\nW6, an idle client of {own['connections']}: {size:.0f} bytes, target {IDLE_TARGET}: {met(size, IDLE_TARGET)}."
    return text


def samples(document: dict) -> str:
    """Every measurement, so that nobody has to trust a median."""
    groups: dict[tuple, list[dict]] = {}
    for s in document["samples"]:
        groups.setdefault((s["workload"], s["connections"], s["peer"]), []).append(s)
    lines = [[*key, ", ".join(f"{s['cpu_us']:.1f}" + ("" if s["steady"] else " (unsteady)") for s in group),
              ", ".join(f"{s['rps']:.0f}" for s in group)] for key, group in groups.items()]
    return report.table(["load", "clients", "peer", "CPU us a request, each sample", "requests a second"], lines)


def conditions(d: dict) -> str:
    text = f"{d['rounds']} rounds of {d['seconds']:g} s; load {' '.join(d['machine']['load'])} before"
    if "load_after" in d:
        text += f", {' '.join(d['load_after'])} after"
    c = d.get("calibration", {})
    if c.get("median_ms"):
        text += f"; calibration {c['median_ms']:.1f} ms ({c['min_ms']:.1f} to {c['max_ms']:.1f})"
    return text + "."


def proxies(out: list[str], results: str) -> None:
    if not (d := load(results, "proxy")):
        return
    m = d["machine"]
    out += [f"Machine: {m['cpu']}, {m['cores']} cores, kernel {m['kernel']}. Taken {d.get('taken', 'on an unknown day')}. "
            + "; ".join(v for v in m["versions"].values() if v) + ".\n",
            "## Targets\n", targets(d["results"], d["idle"]) + "\n",
            "## Traffic server\n", "\n".join(f"* {k}: {v}" for k, v in d["workloads"].items()) + "\n",
            conditions(d) + "\n", bench.print_tables(d["results"], d["idle"]) + "\n",
            "Peers: " + "; ".join(f"{k}: {v}" for k, v in d["peers"].items()) + ".\n",
            "### Every sample\n", samples(d) + "\n"]
    for name, title in (("proxy-log", "With a log of every request"), ("proxy-scaling", "One worker and two"),
                        ("proxy-again", "W1 and W3 again")):
        if d := load(results, name):
            out += [f"### {title}\n", conditions(d) + "\n", bench.print_tables(d["results"], d["idle"]) + "\n", samples(d) + "\n"]
            if name == "proxy-scaling":
                out += ["Two workers share both cores with the origin and the load generator, so that requests a second "
                        "cannot double here; CPU a request shows what a second worker costs.\n"]


def floors(out: list[str], results: str) -> None:
    if not (d := load(results, "floor")):
        return
    out += ["## Floors\n", report.table(["primitive", "us"], [[k, v] for k, v in d["primitives_us"].items()]) + "\n",
            report.table(["cert", "TLS", "library", "client us", "spread", "server us"],
                         [[s["certificate"], s["tls"], s["library"], s["client_us"], f"{s['spread']:.0%}", s["server_us"]]
                          for s in d["handshakes"]]) + "\n"]
    if d["limits"]:
        out += [report.table(["load", "peer", "CPU us", "kernel us", "crypto us", "limit us", "x limit"],
                             [[r["workload"], r["peer"], r["cpu_us"], r["kernel_us"], r["crypto_us"], r["limit_us"], r["x_limit"]]
                              for r in d["limits"]]) + "\n"]


def tools(out: list[str], results: str) -> None:
    for name, title in (("logs", "A diagnostic log of 1 GB"), ("pcap", "A capture of 500 MB")):
        if d := load(results, name):
            out += [f"## {title}\n",
                    report.table(["tool", "MB/s (CPU)", "MB/s (wall)", "CPU s", "spread", "RSS MB", "CPU s of each run"],
                                 [[r["tool"], r["cpu_mb_s"], r["wall_mb_s"], r["cpu_s"], f"{r['cpu_spread']:.0%}", r["rss_mb"],
                                   ", ".join(f"{s['cpu_s']:.2f}" for s in d["samples"][r["tool"]])] for r in d["results"]]) + "\n"]
    if d := load(results, "preflight"):
        out += [f"## Preflight of {d['endpoints']} endpoints\n",
                report.table(["tool", "wall s", "CPU s", "CPU ms each", "spread", "RSS MB", "run on", "CPU s of each run"],
                             [[r["tool"], r["wall_s"], r["cpu_s"], r["cpu_ms_each"], f"{r['cpu_spread']:.0%}", r["rss_mb"],
                               r["run_on"], ", ".join(f"{s['cpu_s']:.2f}" for s in d["samples"][r["tool"]])]
                              for r in d["results"] if not r["timed_out"]]) + "\n"]


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--results", default=f"{HERE}/results")
    p.add_argument("--out", help="write this file (default: standard output)")
    a = p.parse_args()
    out = [HEAD]
    proxies(out, a.results)
    floors(out, a.results)
    tools(out, a.results)
    with open(f"{HERE}/notes.md") as f:
        out.append(f.read())
    text = "\n".join(out)
    if a.out:
        with open(a.out, "w") as f:
            f.write(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
