"""What is said about passphrases, recovery keys and encryption (第二十五条)."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "lock.ask": ("登记库口令：", "Passphrase of the registry: "),
    "lock.ask-again": ("口令不对，请再输入（试多少次都没关系）：", "That is not it; once more (trying breaks nothing): "),
    "lock.explain": (
        "登记库将加密，每次使用都要输入口令。请注意：\n"
        "  · 口令只有您知道，xj、主管部门和厂商都不能找回；\n"
        "  · 忘了口令只有恢复密钥能打开，它接着只显示这一次：打印或抄下，锁进柜子，不要存在这台电脑上；\n"
        "  · 口令和恢复密钥都丢了，数据就永远打不开。",
        "The registry will be encrypted and every use asks for the passphrase. Please note:\n"
        "  · only you know it; neither xj, nor the authority, nor a vendor can find it again;\n"
        "  · if it is forgotten only the recovery key opens the registry. It is shown next, this once: print or copy it, lock"
        " it away, and do not keep it on this computer;\n"
        "  · without passphrase and recovery key the data can never be opened.",
    ),
    "lock.ask-new": ("设一个口令（至少 {shortest} 个字）：", "Choose a passphrase (at least {shortest} characters): "),
    "lock.ask-repeat": ("再输入一次：", "Once more: "),
    "lock.ask-recovery": ("恢复密钥（48 位数字）：", "Recovery key (48 digits): "),
    "lock.ask-keyring": ("把密钥也存进本机的系统钥匙串，平时不用输入口令？", "Keep the key in this computer's keyring too, so that you are not asked each time?"),
    "lock.sure-recovery": ("生成新的恢复密钥？原来那张从此作废", "Make a new recovery key? The sheet before will no longer open anything"),
    "lock.sure-rekey": ("用新密钥重新加密全部内容？", "Encrypt everything anew under a new key?"),
    "lock.sure-encrypt": ("加密这个登记库？", "Encrypt this registry?"),
    "lock.ways": ("已加密，打开方式：{ways}", "Encrypted; ways to open it: {ways}"),
    "lock.way.passphrase": ("口令", "passphrase"),
    "lock.way.recovery": ("恢复密钥", "recovery key"),
    "lock.way.file": ("密钥文件", "key file"),
    "lock.way.keyring": ("系统钥匙串", "system keyring"),
    "lock.way.none": ("交入密钥（--key-fd）", "the key handed in (--key-fd)"),
    "lock.plain": ("没有加密", "Not encrypted"),
    "lock.key-file": ("密钥文件：{file}", "Key file: {file}"),
    "lock.recovery": (
        "恢复密钥，只显示这一次：\n\n    {first}\n    {second}\n\n打印或抄下，写上学校名称和日期，锁进柜子；忘了口令时运行 xj key reset。",
        "Recovery key, shown this once:\n\n    {first}\n    {second}\n\nPrint or copy it, add the school's name and the date, lock it away. If the"
        " passphrase is forgotten: xj key reset.",
    ),
    "lock.done.passphrase": ("口令已设好；下次起按它打开", "The passphrase is set; from now on it opens the registry"),
    "lock.done.recovery": ("新的恢复密钥已生效，原来的作废", "The new recovery key is good; the one before opens nothing"),
    "lock.done.keyring": ("密钥已存进系统钥匙串", "The key lies in the system's keyring"),
    "lock.done.keyring-off": ("密钥已从系统钥匙串取出", "The key was taken out of the system's keyring"),
    "lock.done.reset": ("口令已重设；恢复密钥仍然有效，请放回原处", "The passphrase was set anew; the recovery key is still good: put it back"),
    "lock.done.rekey": ("已用新密钥重新加密；旧密钥、旧恢复密钥不再有效", "Everything is encrypted under a new key; the old key and the old recovery key open nothing"),
    "lock.done.encrypt": ("登记库、密钥和证明材料都已加密", "Registry, keys and evidence are encrypted"),
    "lock.done.resumed": ("上次没有做完的，现在做完了", "What was left unfinished is finished"),
}  # fmt: skip
