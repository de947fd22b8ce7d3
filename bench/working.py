"""Do the work of one worker for the packs of a council: `python -m bench.working COUNCIL`.

Waits for a line on its input when it is ready, so that several begin at once. Prints when it began and ended, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import time

import django
from django.core.management import call_command

from .memory import peak_mib


def main(council: str) -> None:
    django.setup()
    # What a worker has loaded before the first pack comes in.
    importlib.import_module("packs.printing.pdf")
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.time()
    call_command("work_packs", council=council)
    print(json.dumps({"began": began, "ended": time.time(), "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
