"""`xj-authority serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from xjcli.authority.commands.options import office
from xjcli.report.language import pick


def command(
    host: Annotated[str, typer.Option(help=pick("监听地址", "the address to listen on"))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=pick("端口，0 由系统选择", "the port; 0 lets the system choose"))
    ] = 8700,
) -> None:
    from xjcli.authority.serving import serve

    serve(office(live=True, writes=True), host, port)
