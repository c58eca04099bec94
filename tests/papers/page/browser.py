"""Chromium without a screen, as a registrar's browser: it shows a page, prints it, and is asked what it sees.

It is needed, never skipped (`chromium` or `chromium-browser` on the PATH).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zlib
from html import escape, unescape
from pathlib import Path
from typing import Any

#: Asked of the page inside a frame of the width of the screen: what runs out of it, and what of a chart is cut off.
_PROBE = """
addEventListener('load', () => {
  const page = document.getElementById('page').contentDocument, cut = [];
  for (const svg of page.querySelectorAll('svg[role=img]')) {
    const room = svg.viewBox.baseVal;
    for (const part of svg.querySelectorAll('text,rect')) {
      const box = part.getBBox(), right = box.x + box.width, bottom = box.y + box.height;
      if (box.x < -0.5 || box.y < -0.5 || right > room.width + 0.5 || bottom > room.height + 0.5)
        cut.push(part.textContent || part.className.baseVal);
    }
  }
  const wide = [...page.querySelectorAll('.scroll')].map(one => one.scrollWidth - one.clientWidth);
  document.getElementById('said').textContent = JSON.stringify({
    width: page.documentElement.clientWidth, needed: page.documentElement.scrollWidth,
    charts: page.querySelectorAll('svg[role=img]').length, cut, wide: Math.max(...wide),
    ink: page.defaultView.getComputedStyle(page.body).color});
});
"""


def chromium() -> str:
    """The browser's path. AssertionError where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "these tests need chromium on the PATH"
    return found


def run(folder: Path, page: Path, *flags: str) -> str:
    """What the browser wrote to its standard output, in a profile of its own."""
    base = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage")
    command = [chromium(), *base, f"--user-data-dir={folder / 'profile'}", *flags, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def seen(page: Path, width: int, folder: Path, *, on_paper: bool = False) -> dict[str, Any]:
    """What stands in the page at this width in pixels; `on_paper` with the style of its print."""
    text = page.read_text("utf-8")
    if on_paper:
        text = text.replace("@media print{", "@media screen{")
    outer = folder / f"frame-{width}-{on_paper}.html"
    outer.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><iframe id="page" style="width:{width}px;height:4000px;border:0" '
        f'srcdoc="{escape(text)}"></iframe><pre id="said"></pre><script>{_PROBE}</script>',
        "utf-8",
    )
    dom = run(folder, outer, "--window-size=1600,1200", "--virtual-time-budget=10000", "--dump-dom")
    said = re.search(r'<pre id="said">(.+?)</pre>', dom, re.DOTALL)
    assert said, dom[-500:]
    answer: dict[str, Any] = json.loads(unescape(said[1]))
    return answer


def shot(page: Path, width: int, folder: Path) -> bytes:
    """A picture of the page at this width, as PNG."""
    picture = folder / f"shot-{width}.png"
    run(folder, page, f"--window-size={width},2400", f"--screenshot={picture}")
    return picture.read_bytes()


def shades(png: bytes) -> int:
    """How many different bytes the rows of a picture hold; an empty page has a handful."""
    assert png.startswith(b"\x89PNG")
    at, data = 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return len(set(zlib.decompress(data)))


def printed(page: Path, folder: Path) -> tuple[int, set[tuple[float, float]]]:
    """How many sheets of paper a print takes, and their sizes in points."""
    paper = folder / "print.pdf"
    run(folder, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    data = paper.read_bytes()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    return len(re.findall(rb"/Type /Page\b", data)), {(float(width), float(height)) for width, height in boxes}
