"""What can be wrong with the PostgreSQL database of an authority; the words never name its address or a password."""

from __future__ import annotations

from xjcli.errors import Entry, Family

ENTRIES: dict[str, Entry] = {
    "authority.db-url": Entry(
        Family.USAGE,
        0,
        "--db 要写成 PostgreSQL 的地址。",
        "--db takes the address of a PostgreSQL database.",
        "例如 postgresql://用户@主机/库；不写 --db 就用文件夹里的 SQLite 文件。",
        "For example postgresql://user@host/name; without --db a SQLite file in the home is used.",
    ),
    "authority.db-password": Entry(
        Family.USAGE,
        25,
        "数据库地址里不能写密码，没有保存。",
        "A password does not belong in the address; nothing was stored.",
        "请改用密码文件（~/.pgpass，PGPASSFILE）、服务文件或环境变量 PGPASSWORD；写出来的密码请更换。",
        "Use a password file (~/.pgpass, PGPASSFILE), a service file or PGPASSWORD, and change the password that was written out.",
    ),
    "authority.db-driver": Entry(
        Family.USAGE,
        0,
        "这台电脑没有安装 PostgreSQL 的驱动程序。",
        "The driver for PostgreSQL is not installed here.",
        '请运行 pip install "xjcli[authority,postgres]"。',
        'Run pip install "xjcli[authority,postgres]".',
    ),
    "authority.db-unreachable": Entry(
        Family.TRANSPORT,
        0,
        "连不上 PostgreSQL 数据库，或连接中断；未完成的办理没有保存。",
        "The PostgreSQL database cannot be reached, or the connection broke; what was not finished was not stored.",
        "请检查服务器是否运行、网络、用户和密码（PGPASSWORD、~/.pgpass），再试一次。",
        "Check that the server runs, the network, the user and the password (PGPASSWORD, ~/.pgpass), and try again.",
    ),
    "authority.db-unfit": Entry(
        Family.REGISTRY,
        24,
        "这个数据库服务器不合用：{found}。",
        "This database server does not fit: {found}.",
        "需要 PostgreSQL 13 以上，数据库编码 UTF8（CREATE DATABASE … ENCODING 'UTF8'）。",
        "PostgreSQL 13 or later is needed, with the encoding UTF8 (CREATE DATABASE … ENCODING 'UTF8').",
    ),
    "authority.db-foreign": Entry(
        Family.REGISTRY,
        24,
        "这个数据库是别的程序或别的主管部门的，没有改动。",
        "This database belongs to another program or another authority; it was not touched.",
        "请建一个空的数据库，并核对地址。",
        "Make an empty database, and compare the address.",
    ),
}
