"""Static files under names that carry a hash of their content, so that browsers may keep them for a year.

Every file of `static/` is served under its own name and, as `{% static %}` writes it, under a name such as
`app.1f0c2a9d3b4e.css`. Fonts have such a name on disk, because the style sheet names them. There is no `collectstatic`.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
ONE_YEAR = 31_536_000


class HashedNames(StaticFilesStorage):
    """Addresses of static files for templates. In `bin/dev` they stay as they are, because files change there."""

    def url(self, name: str | None, force: bool = False) -> str:
        path = None if settings.DEBUG or name is None else finders.find(name)
        return super().url(_hashed(name, Path(path)) if name and path else name)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise is not annotated
    """Serves each static file under both names. Under a name with a hash it never changes."""

    FOREVER = ONE_YEAR

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        if url in self.files:
            self.files[_hashed(url, Path(path))] = self.get_static_file(
                path, _hashed(url, Path(path)), stat_cache=stat_cache
            )

    def immutable_file_test(self, path: str, url: str) -> bool:
        return HASHED.search(url) is not None


@cache
def _hashed(name: str, path: Path) -> str:
    """The name or address with the hash of the file in it, unless it has one."""
    if HASHED.search(name):
        return name
    hash_ = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    pure = PurePosixPath(name)
    return str(pure.with_name(f"{pure.stem}.{hash_}{pure.suffix}"))
