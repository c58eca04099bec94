"""Keyrings for programs of the tests, named by PYTHON_KEYRING_BACKEND: one that keeps, and one that cannot be asked."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Stored in XJ_TEST_KEYRING; what a desktop's keyring would keep behind the user's session."""

    priority = 5

    @property
    def _path(self) -> Path:
        return Path(os.environ["XJ_TEST_KEYRING"])

    def _stored(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        found: dict[str, str] = json.loads(self._path.read_text("utf-8"))
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self._stored().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps(self._stored() | {f"{service}/{username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        stored = self._stored()
        if stored.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError(username)
        self._path.write_text(json.dumps(stored), "utf-8")


class LockedKeyring(KeyringBackend):
    """A keyring that cannot be asked: no session, or the user closed its window."""

    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("locked")

    def delete_password(self, service: str, username: str) -> None:
        raise RuntimeError("locked")
