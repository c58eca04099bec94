"""What can be wrong with files and with the way to the other side."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_IN = Family.INPUT
_WAY = Family.TRANSPORT

ENTRIES: dict[str, Entry] = {
    "file.exists": Entry(
        _IN, 0, "文件已存在，未作改动。", "The file exists already; nothing was changed.",
        "请换一个文件名，或确认可以覆盖后加 --force。",
        "Choose another name, or add --force once you are sure that it may be replaced.",
    ),
    "file.unwritable": Entry(
        _IN, 0, "无法写入该文件或文件夹。", "The file or folder cannot be written.",
        "请检查文件夹是否存在、是否有写入权限、U 盘是否写保护。",
        "Check that the folder exists, that you may write there, and that the stick is not write-protected.",
    ),
    "file.no-space": Entry(
        _IN, 0, "磁盘空间不足，未写入任何内容。", "The disk is full; nothing was written.",
        "请清理磁盘或换一个位置后再试。", "Free some space or choose another place, then try again.",
    ),
    "file.missing": Entry(
        _IN, 0, "找不到该文件或文件夹。", "The file or the folder was not found.",
        "请检查文件名和所在文件夹；要写进的文件夹请先建好。", "Check the name and the folder; a folder to write into has to be there.",
    ),
    "file.unreadable": Entry(
        _IN, 0, "无法读取该文件。", "The file cannot be read.",
        "请检查是否有读取权限，以及它是否为普通文件。",
        "Check that you may read it and that it is an ordinary file.",
    ),
    "file.too-large": Entry(
        _IN, 0, "文件超过允许的大小，未读取。", "The file is larger than allowed and was not read.",
        "请确认选对了文件。", "Check that it is the right file.",
    ),
    "transport.target": Entry(
        _WAY, 0, "看不懂发送目标。", "The target is not understood.",
        "请填写文件夹路径，或以 https:// 开头的地址。", "Give a folder, or an address that starts with https://.",
    ),
    "transport.no-target": Entry(
        _WAY, 0, "还没有指定发送或接收的位置。", "No place to send to or to fetch from is known yet.",
        "请用 --to 或 --from 指定文件夹或网址；之后会记住。",
        "Name a folder or an address with --to or --from; it is remembered afterwards.",
    ),
    "transport.insecure": Entry(
        _WAY, 25, "该地址未加密（http），未发送。", "The address is not encrypted (http); nothing was sent.",
        "请使用以 https:// 开头的地址。", "Use an address that starts with https://.",
    ),
    "transport.folder-missing": Entry(
        _WAY, 0, "找不到该文件夹。", "The folder was not found.",
        "请检查路径；如果是 U 盘，请确认已插好。xj 不会自动新建它。",
        "Check the path; if it is a stick, see that it is plugged in. xj never creates the folder itself.",
    ),
    "transport.read-back": Entry(
        _WAY, 0, "写入后读回的内容不一致，数据包未送出。",
        "What was read back differs from what was written; the bundle was not sent.",
        "U 盘或磁盘可能损坏，请换一个后重发。",
        "The stick or disk may be damaged; use another one and send again.",
    ),
    "transport.changed": Entry(
        _WAY, 0, "读取过程中文件发生了变化，已跳过。", "The file changed while it was read and was left out.",
        "请等复制完成后再试。", "Wait until it is copied completely, then try again.",
    ),
    "transport.unreachable": Entry(
        _WAY, 0, "连接不上主管部门，数据包仍保留在本机。",
        "The authority cannot be reached; the bundle is kept on this computer.",
        "请检查网络后重试，或改用文件夹、U 盘传递。",
        "Check the network and try again, or use a folder or a stick.",
    ),
    "transport.timeout": Entry(
        _WAY, 0, "主管部门在规定时间内没有答复，数据包仍保留在本机。",
        "The authority did not answer in time; the bundle is kept on this computer.",
        "请稍后重试；重复发送不会造成重复。", "Try again later; sending twice does no harm.",
    ),
    "transport.certificate": Entry(
        _WAY, 25, "对方的网站证书不可信，未发送。",
        "The certificate of the other side is not trusted; nothing was sent.",
        "请向主管部门核实地址；也请检查本机的日期和时间。",
        "Ask the authority for the right address; check the date and time of this computer as well.",
    ),
    "transport.refused": Entry(
        _WAY, 0, "对方拒绝了这次请求。", "The other side refused the request.",
        "请按随附的原因处理；如无原因，请联系主管部门。",
        "Follow the reason that came with it; if there is none, ask the authority.",
    ),
    "transport.busy": Entry(
        _WAY, 0, "对方繁忙，暂时无法接收。", "The other side is busy and cannot take anything in just now.",
        "请稍后重试；重复发送不会造成重复。", "Try again later; sending twice does no harm.",
    ),
    "transport.digest": Entry(
        _WAY, 0, "传输中内容发生了变化，已丢弃。", "The content changed on its way and was thrown away.",
        "请重试；如多次出现，请检查网络或代理设备。",
        "Try again; if it happens often, check the network or the proxy between.",
    ),
    "transport.answer": Entry(
        _WAY, 0, "看不懂对方的答复。", "The answer of the other side is not understood.",
        "请检查地址是否正确，对方版本是否过旧。",
        "Check the address, and whether the other side runs an old version.",
    ),
}  # fmt: skip
