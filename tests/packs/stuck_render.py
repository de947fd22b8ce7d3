"""Render a pack and never end: `python -m tests.packs.stuck_render COUNCIL_ID PACK_ID`. Its lease is short."""

import sys
import time
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

    from packs import rendering, tasks

    rendering.LEASE = timedelta(seconds=1.5)
    rendering.render_snapshot = lambda snapshot: time.sleep(600)
    tasks.render_pack(council_id=int(sys.argv[1]), pack_id=int(sys.argv[2]))
