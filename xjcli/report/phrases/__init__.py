"""What the screens say, zh and en side by side; loaded only when something is printed for a person."""

from __future__ import annotations

from xjcli.report.language import current


def phrase(key: str, **params: object) -> str:
    """The screen text `key` in the language of this process, its parameters filled in."""
    from xjcli.report.phrases import authority, screens, sheets

    found = screens.PHRASES.get(key) or sheets.PHRASES.get(key) or authority.PHRASES[key]
    return found[1 if current() == "en" else 0].format(**params)
