"""An encrypted home as a script or a person uses it: secrets go in on descriptors, never on the command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.offices import AUTHORITY_CODE, Answer, Program, environment
from tests.people import SCHOOL_CODE

WORDS, OTHER_WORDS = "春眠不觉晓处处闻啼鸟", "夜来风雨声花落知多少"
INIT = (
    "init", "--school-code", SCHOOL_CODE, "--name", "样例小学", "--region", AUTHORITY_CODE, "--stage", "primary",
    "--authority", AUTHORITY_CODE, "--registrar", "测试老师",
)  # fmt: skip


def run_with(
    program: Program, *words: str | Path, secrets: Mapping[str, bytes | str], extra: Mapping[str, str] | None = None
) -> Answer:
    """Run with --json; each option of `secrets` gets a descriptor on which its secret comes."""
    line = [*program.command(*words), "--json"]
    descriptors: list[int] = []
    for option, secret in secrets.items():
        read, write = os.pipe()
        os.write(write, secret.encode() if isinstance(secret, str) else secret)
        os.close(write)
        descriptors.append(read)
        line += [option, str(read)]
    try:
        done = subprocess.run(
            line, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, pass_fds=descriptors,
            env={**environment(), **(extra or {})},
        )  # fmt: skip
    finally:
        for each in descriptors:
            os.close(each)
    document = json.loads(done.stdout)
    assert document["exit"] == done.returncode
    return Answer(done.returncode, document, done.stdout, done.stderr)


def school_with_passphrase(home: Path, words: str = WORDS) -> Program:
    """A school whose registry opens by this passphrase alone."""
    school = Program("xjcli", home)
    assert run_with(school, *INIT, "--yes", secrets={"--passphrase-fd": words}).exit == 0
    return school
