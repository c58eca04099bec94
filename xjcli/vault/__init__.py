"""第二十五条: a home at rest is closed. One random key opens everything in it; the lock says how that key is had.

`lock.json` beside the registry holds the key wrapped by a passphrase and by the recovery key, or says that it lies in
a key file or in the keyring of the operating system. The registry is encrypted with the key itself (SQLCipher),
files under keys that are derived from it (`files`), and a home without a lock is plain.
"""

from __future__ import annotations

from xjcli.vault.lock import COPY_NAME, FILE_NAME, Lock, load, mend_copy
from xjcli.vault.opened import PLAIN, Opened
from xjcli.vault.unlock import Means, unlock

__all__ = ["COPY_NAME", "FILE_NAME", "PLAIN", "Lock", "Means", "Opened", "load", "mend_copy", "unlock"]
