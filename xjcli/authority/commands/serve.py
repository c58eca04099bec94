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
    workers: Annotated[
        int, typer.Option(min=1, max=64, help=pick("同时工作的进程数", "how many processes work at once"))
    ] = 1,
    max_mib: Annotated[
        int, typer.Option(min=1, max=512, help=pick("一个数据包最大多少 MiB", "the largest bundle in MiB"))
    ] = 512,
    per_minute: Annotated[
        int,
        typer.Option(min=1, max=100_000, help=pick("每校每分钟最多数据包数", "most bundles of a school in a minute")),
    ] = 120,
) -> None:
    from xjcli.authority.receiving import Limits
    from xjcli.authority.serving import serve

    limits = Limits(max_mib * 2**20, per_minute)
    serve(office(live=True, writes=True), host, port, limits=limits, workers=workers)
