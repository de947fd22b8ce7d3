"""Version of the running code, for tags of responses that other code may have made differently."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

NOT_SERVED = {"tests", "dev"}


@cache
def code_version() -> str:
    """Hash of the product's code and of the lock of the packages it runs on."""
    root = Path(settings.BASE_DIR)
    rooms = [marker.parent for marker in root.glob("*/__init__.py") if marker.parent.name not in NOT_SERVED]
    digest = hashlib.sha256()
    for path in sorted(
        [root / "requirements.lock", *(path for room in rooms for path in room.rglob("*.py"))]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()
