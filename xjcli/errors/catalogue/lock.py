"""What can be wrong with the lock of an encrypted home, its key, its passphrase and its recovery key (第二十五条)."""

from __future__ import annotations

from xjcli.errors import Entry, Family

_R, _U = Family.REGISTRY, Family.USAGE

ENTRIES: dict[str, Entry] = {
    "lock.locked": Entry(
        _R, 25, "登记库已加密，没有得到密钥（有这些方式：{ways}）", "The registry is encrypted and no key was given (ways there are: {ways})",
        "在终端里运行，按提示输入口令；脚本用 --passphrase-fd N 或 --key-fd N 从描述符交入；忘了口令用 xj key reset",
        "run it at a terminal and type the passphrase; a script hands it in with --passphrase-fd N or --key-fd N; if it is forgotten, xj key reset",
    ),
    "lock.wrong-passphrase": Entry(
        _R, 25, "口令不对", "That is not the passphrase",
        "试多少次都不会锁死或损坏数据；注意大小写和输入法；忘了口令用恢复密钥：xj key reset",
        "however often it is tried, nothing locks up or breaks; mind capitals and the input method; if it is forgotten, the recovery key helps: xj key reset",
    ),
    "lock.wrong-key": Entry(
        _R, 25, "交入的密钥不是这个登记库的", "The key that was handed in is not the key of this registry",
        "核对 --home；重新加密（xj key rekey）之后旧密钥不再有效", "check --home; after xj key rekey an older key no longer opens it",
    ),
    "lock.key-form": Entry(
        _U, 25, "描述符上的密钥应为 32 字节，或 64 位十六进制数字；读到 {bytes} 字节", "A key on a descriptor is 32 bytes or 64 hex digits; {bytes} bytes came",
        "口令请用 --passphrase-fd", "a passphrase is handed in with --passphrase-fd",
    ),
    "lock.descriptor": Entry(
        _U, 25, "{option} 指明的描述符读不到内容", "Nothing can be read from the descriptor that {option} names",
        "写打开着的描述符的编号，如 --passphrase-fd 3 3<文件", "give the number of an open descriptor, as in --passphrase-fd 3 3<FILE",
    ),
    "lock.no-passphrase": Entry(
        _R, 25, "这个登记库没有设口令（有这些方式：{ways}）", "This registry has no passphrase (ways there are: {ways})",
        "去掉 --passphrase-fd；要设口令用 xj key passphrase", "leave out --passphrase-fd; xj key passphrase sets one",
    ),
    "lock.memory": Entry(
        _R, 25, "内存不足，无法核对口令（需要约 128 MB）", "There is not enough memory to try a passphrase (about 128 MB)",
        "关闭其他程序后再试", "close other programs and try again",
    ),
    "lock.damaged": Entry(
        _R, 25, "lock.json 已损坏，没有用它开锁", "lock.json is damaged; nothing was opened with it",
        "把旁边的 lock.copy.json 复制为 lock.json；两份都坏了就从备份恢复 lock.json。登记库本身没有改动", "copy lock.copy.json beside it over lock.json; if both are damaged restore lock.json from a backup. The registry itself was not touched",
    ),
    "lock.newer": Entry(
        _R, 25, "lock.json 由更新版本的 xj 写成", "lock.json was written by a newer xj",
        "请升级 xj：pip install --upgrade xjcli；没有改动", "upgrade xj (pip install --upgrade xjcli); nothing was touched",
    ),
    "lock.missing": Entry(
        _R, 25, "登记库已加密，但 lock.json 不在了", "The registry is encrypted, but its lock.json is gone",
        "把 lock.copy.json 复制为 lock.json，或从备份恢复它；没有它，口令和恢复密钥都打不开", "copy lock.copy.json over lock.json or restore it from a backup; without it neither passphrase nor recovery key opens anything",
    ),
    "lock.altered": Entry(
        _R, 25, "加密的文件被改动过，或属于另一个密钥", "An encrypted file was altered, or belongs to another key",
        "从备份恢复这个文件；用 xj doctor 检查", "restore the file from a backup; xj doctor looks at the rest",
    ),
    "lock.key-file": Entry(
        _R, 25, "密钥文件写不进去", "The key file cannot be written",
        "用 --key-file 另指一个能写的地方，或用 --passphrase-fd 交入口令", "name a writable place with --key-file, or hand in a passphrase with --passphrase-fd",
    ),
    "lock.key-inside": Entry(
        _U, 25, "密钥文件不能放在它所打开的文件夹里", "A key file cannot lie in the folder that it opens",
        "放到别处，例如只有本人拿着的 U 盘", "put it elsewhere, on a stick that you carry for example",
    ),
    "lock.keyring": Entry(
        _R, 25, "系统钥匙串用不了", "The system's keyring cannot be used",
        "装上可选包 pip install \"xjcli[keyring]\" 并登录桌面；也可以用口令", "install the extra (pip install \"xjcli[keyring]\") and log in to a desktop, or use a passphrase",
    ),
    "lock.last-way": Entry(
        _R, 25, "这是唯一能打开登记库的方式，不能去掉", "This is the only way into the registry; it is not taken away",
        "先设口令：xj key passphrase", "set a passphrase first: xj key passphrase",
    ),
    "lock.passphrase-short": Entry(
        _U, 25, "口令至少 {shortest} 个字", "A passphrase has at least {shortest} characters",
        "用几个不相干的词或一句话，好记又难猜", "several unrelated words or a sentence: easy to keep, hard to guess",
    ),
    "lock.passphrases-differ": Entry(
        _U, 25, "两次输入的口令不一样", "The two passphrases differ", "再来一次", "try again",
    ),
    "lock.recovery-form": Entry(
        _U, 25, "恢复密钥是 48 位数字，分八组；读到 {digits} 位", "A recovery key is 48 digits in eight groups; {digits} came",
        "照打印的那张纸输入，连字符可以不写", "type it from the printed sheet; hyphens may be left out",
    ),
    "lock.recovery-group": Entry(
        _U, 25, "恢复密钥第 {group} 组有一位读错了", "A digit in group {group} of the recovery key is wrong",
        "核对这一组的六位数字", "compare the six digits of this group",
    ),
    "lock.wrong-recovery": Entry(
        _R, 25, "这不是这个登记库现在的恢复密钥", "That is not the present recovery key of this registry",
        "重新打印或重新加密之后，只有最后一张有效；试多少次都不会损坏数据", "after a new one was printed, or a re-key, only the last sheet is good; trying breaks nothing",
    ),
    "lock.no-recovery-key": Entry(
        _R, 25, "这个登记库还没有恢复密钥", "This registry has no recovery key",
        "能打开的时候运行 xj key recovery，把纸收好", "run xj key recovery while it can be opened, and keep the sheet",
    ),
    "lock.is-plain": Entry(
        _R, 25, "这个登记库没有加密", "This registry is not encrypted",
        "要加密运行 xj key encrypt", "xj key encrypt encrypts it",
    ),
    "lock.is-encrypted": Entry(
        _R, 25, "这个登记库已经加密", "This registry is encrypted already",
        "换密钥用 xj key rekey，改口令用 xj key passphrase", "xj key rekey changes the key, xj key passphrase the passphrase",
    ),
    "lock.plain": Entry(
        _R, 25, "没有加密：拿到这个文件夹或电脑的人能读到全部学生的数据", "Not encrypted: whoever has this folder or computer can read every pupil's data",
        "随时可以加密：xj key encrypt", "it can be encrypted at any time: xj key encrypt",
    ),
    "lock.key-on-disk": Entry(
        _R, 25, "已加密，但密钥放在本机另一个文件里：防得住文件夹被复制、U 盘或同步盘外泄，防不住这台电脑失窃或被人登录",
        "Encrypted, but the key lies in another file of this machine: that protects a copied folder, a stick or a synchronised disk, not a stolen or shared computer",
        "设口令：xj key passphrase；再打印恢复密钥：xj key recovery。只复制文件夹当备份不够，密钥文件要另存一份",
        "set a passphrase with xj key passphrase, then print a recovery key with xj key recovery; a copy of the folder alone is no backup: keep the key file too",
    ),
    "lock.no-recovery": Entry(
        _R, 25, "还没有恢复密钥：忘了口令，谁也打不开登记库", "There is no recovery key: if the passphrase is forgotten, nobody can open the registry",
        "现在就运行 xj key recovery，打印后锁进柜子", "run xj key recovery now and lock the sheet away",
    ),
    "lock.interrupted": Entry(
        _R, 25, "上次更换密钥没有做完；数据都在，可以照常使用", "The last change of the key was not finished; everything is there and can be used",
        "运行 xj key rekey（原来未加密的运行 xj key encrypt）把它做完", "run xj key rekey (xj key encrypt for a home that was plain) to finish it",
    ),
    "lock.store-plain": Entry(
        _R, 25, "加密的是私钥；主管部门的数据库没有加密", "The private keys are encrypted; the authority's database is not",
        "请把它放在整盘加密的磁盘上", "keep it on a disk that is encrypted as a whole",
    ),
    "lock.copies": Entry(
        _R, 25, "原来未加密的文件已覆盖并删除；固态硬盘、快照、同步盘和以前的备份里可能还有", "The files in clear were overwritten and removed; an SSD, snapshots, synchronised folders and earlier backups may still have them",
        "删除以前的备份和同步副本；换下硬盘时物理销毁", "delete earlier backups and synchronised copies; destroy the disk when it is retired",
    ),
    "lock.papers": Entry(
        _R, 25, "文件夹里还有没加密的打印文书", "Papers for printing still lie there in clear",
        "归档后删除，或移到别处", "file them and delete them, or move them elsewhere",
    ),
}  # fmt: skip
