"""Medians, tables and machine notes."""
from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess

from .proc import tollgate


def median(values):
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None


def spread(values) -> float:
    """(max - min) / median: a plain measure of the noise of repeated runs."""
    values = [v for v in values if v is not None]
    m = statistics.median(values) if values else 0
    return (max(values) - min(values)) / m if m else 0.0


def fmt(value, digits: int = 3) -> str:
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:.0f}"
    return f"{value:.{digits}g}"


def table(header: list[str], rows: list[list]) -> str:
    cells = [header] + [[fmt(c) for c in row] for row in rows]
    widths = [max(len(r[i]) for r in cells) for i in range(len(header))]
    lines = ["| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w)
                               for i, (c, w) in enumerate(zip(r, widths))) + " |" for r in cells]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def first_line(command: str) -> str:
    out = subprocess.run(command, shell=True, capture_output=True, text=True)
    text = (out.stdout + out.stderr).strip().splitlines()
    return text[0].strip() if text else ""


def machine() -> dict:
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    steal = open("/proc/stat").readline().split()[8]
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "load": open("/proc/loadavg").read().split()[:3], "steal_ticks": int(steal),
            "versions": {n: first_line(c) for n, c in {
                "nginx": "nginx -v", "haproxy": "haproxy -v", "trafficserver": "traffic_server --version",
                "wrk": "wrk -v", "openssl": "openssl version", "tshark": "tshark --version 2>/dev/null",
                "ripgrep": "rg --version", "tollgate": f"{tollgate()} version",
                "rustc": "rustc --version"}.items()}}


def save(path: str, document: dict) -> None:
    with open(path, "w") as f:
        json.dump(document, f, indent=1)
        f.write("\n")
