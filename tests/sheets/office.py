"""LibreOffice without a screen, as a second opinion on a workbook: it opens it, or it does not."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

#: Comma, quotation mark, UTF-8, from line 1, texts as shown, and every sheet as a file of its own.
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(source: Path, to: str, folder: Path, *more: Path) -> None:
    """Convert one or more files in a profile of its own, so that tests can run side by side."""
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir", folder, source, *more],  # noqa: S607, E501  found on the PATH, as the registrar's would be
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip


def sheet_texts(source: Path, sheet: str, folder: Path) -> list[list[str]]:
    """Every cell of one sheet as LibreOffice shows it."""
    convert(source, _CSV, folder)
    text = (folder / f"{source.stem}-{sheet}.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def saved_again(source: Path, folder: Path) -> Any:
    """The workbook as LibreOffice saves it, opened with openpyxl."""
    from openpyxl import load_workbook

    convert(source, "xlsx", folder)
    return load_workbook(folder / f"{source.stem}.xlsx")
