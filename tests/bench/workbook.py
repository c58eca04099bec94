"""Writes a national workbook of invented pupils: python -m tests.bench.workbook FILE COUNT"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.people import pupils
from xjcli.procedures.demo.workbook import write_workbook

if __name__ == "__main__":
    write_workbook(Path(sys.argv[1]), pupils(int(sys.argv[2])))
