"""Photos and evidence in bulk (第七条): a folder or a zip whose files are named by pupil; which file is whose.

Named by the identity number or the 学籍号, or 学校标识码_班号_姓名 where a pupil has none. What does
not name exactly one pupil is listed and never guessed. Nothing is stored here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xjcli.errors import Problem, Refusal
from xjcli.files import read_bounded
from xjcli.schema.masking import mask_text
from xjcli.schema.values.classes import parse_class
from xjcli.schema.values.normalise import clean_number, name_key
from xjcli.sheets.archive import Caps, unpacked

CAPS = Caps(parts=20_000, part_bytes=10 << 20, total_bytes=2 << 30)
#: The national system takes photos below this size.
PHOTO_BYTES = 60 * 1024
#: 26 × 32 mm at 150 dots to the inch, rounded up; and how far from 26 : 32 a picture may be cropped.
_WIDTH_MM, _HEIGHT_MM = 26, 32
LEAST_WIDTH, LEAST_HEIGHT = 154, 189
_SHAPE_LEEWAY = 0.05
_JPEG = b"\xff\xd8\xff"
_SEPARATOR = re.compile(r"[_＿]+")
#: What computers put into folders by themselves.
_LITTER = re.compile(r"^(?:\..*|__MACOSX|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)


class Bearer(NamedTuple):
    """A pupil as a file's name may name one."""

    record_id: str
    name: str
    school_code: str
    class_no: str
    document_number: str = ""
    registry_number: str = ""


@dataclass(slots=True)
class Matches:
    """`matched`: file → record id. `ambiguous`: file → the record ids it may mean (one id: another file names the
    same pupil). `unmatched`: files that name nobody.
    """

    matched: dict[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)


def read_files(source: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file of a folder or a zip, one in memory at a time.

    Raises Refusal: `archive.*`, `file.*`.
    """
    if not source.is_dir():
        with_content = unpacked(source, source.name, CAPS) if source.is_file() else iter([("", _missing(source))])
        yield from (each for each in with_content if not _is_litter(each[0]))
        return
    files = [path for path in sorted(source.rglob("*")) if path.is_file() and not path.is_symlink()]
    if len(files) > CAPS.parts:
        raise Refusal(Problem("archive.too-large", where=source.name))
    for path in files:
        name = path.relative_to(source).as_posix()
        if not _is_litter(name):
            yield name, read_bounded(path, CAPS.part_bytes)


def _missing(source: Path) -> bytes:
    return read_bounded(source, CAPS.part_bytes)  # says what is wrong with it


def _is_litter(name: str) -> bool:
    return any(_LITTER.match(part) for part in PurePosixPath(name.replace("\\", "/")).parts)


def match_files(names: Iterable[str], roll: Iterable[Bearer]) -> Matches:
    """Which file is whose. Two files for one pupil are both ambiguous: nobody here can say which is right."""
    numbers: dict[str, set[str]] = {}
    places: dict[tuple[str, str, str], set[str]] = {}
    for pupil in roll:
        for number in filter(None, (pupil.document_number, pupil.registry_number)):
            numbers.setdefault(clean_number(number), set()).add(pupil.record_id)
        key = (pupil.school_code, pupil.class_no, name_key(pupil.name))
        places.setdefault(key, set()).add(pupil.record_id)
    found: dict[str, list[str]] = {}
    for name in names:
        stem = PurePosixPath(name.replace("\\", "/")).stem
        found[name] = sorted(numbers.get(clean_number(stem)) or places.get(_place(stem), set()))
    files: dict[str, list[str]] = {}
    for name, ids in found.items():
        if len(ids) == 1:
            files.setdefault(ids[0], []).append(name)
    result = Matches()
    for name, ids in found.items():
        if not ids:
            result.unmatched.append(name)
        elif len(ids) > 1 or len(files[ids[0]]) > 1:
            result.ambiguous[name] = ids
        else:
            result.matched[name] = ids[0]
    return result


def _place(stem: str) -> tuple[str, str, str]:
    """学校标识码_班号_姓名 as a key; a name that is written otherwise is nobody's."""
    parts = _SEPARATOR.split(stem.strip(), maxsplit=2)
    if len(parts) != 3:
        return ("", "", "")
    return (clean_number(parts[0]), parse_class(parts[1])[0] or "", name_key(parts[2]))


def find_size_problems(where: str, width: int, height: int) -> list[Problem]:
    """Warnings where a photo has too few pixels for 26 × 32 mm at 150 dpi, or is not of that shape."""
    params: dict[str, str | int] = {"width": width, "height": height}
    found: list[Problem] = []
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        least: dict[str, str | int] = {"least_width": LEAST_WIDTH, "least_height": LEAST_HEIGHT}
        found.append(Problem("photo.pixels", "warn", where, {**params, **least}))
    if abs(width / height - _WIDTH_MM / _HEIGHT_MM) > _SHAPE_LEEWAY:
        found.append(Problem("photo.shape", "warn", where, params))
    return found


def find_photo_problems(name: str, content: bytes) -> list[Problem]:
    """What is wrong with a photo: `photo.kind` refuses, `photo.too-large` (60 KB) warns."""
    where = mask_text(PurePosixPath(name.replace("\\", "/")).name)
    if not content.startswith(_JPEG):
        return [Problem("photo.kind", where=where)]
    if len(content) >= PHOTO_BYTES:
        return [Problem("photo.too-large", "warn", where, {"size": len(content) // 1024})]
    return []
