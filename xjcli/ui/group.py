"""A command with verbs of its own (`xj key show`): reports under its whole name."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from xjcli.report import Session


class Verbs(TyperGroup):
    """Notes the verb that was called, so that a report says `key show` and not `key`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        Session.command = f"{ctx.info_name} {name}"
        return name, command, rest


def verbs() -> typer.Typer:
    """An empty group; the modules of `commands` hang their verbs on it as `app`."""
    return typer.Typer(cls=Verbs, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
