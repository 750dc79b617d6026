"""Bytes kept in this process under a name that changes with their content."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

LIMIT = 32 * 1024 * 1024


class Store:
    """The bytes used last, `limit` of them at most; threads may share it."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            data = self._kept.get(name)
            if data is not None:
                self._kept.move_to_end(name)
            return data

    def put(self, name: str, data: bytes) -> None:
        """Keep these bytes, unless they alone would fill the store."""
        if len(data) > self.limit // 4:
            return
        with self._lock:
            self.size += len(data) - len(self._kept.pop(name, b""))
            self._kept[name] = data
            while self.size > self.limit:
                self.size -= len(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.size = 0


store = Store()
