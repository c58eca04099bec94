"""The report of a semester (第二十四条) as a page that can be read on a telephone and printed, and as Markdown.

It holds figures and never a name or a number of a pupil; one file, no network, no script.
"""

from __future__ import annotations
