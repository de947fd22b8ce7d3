"""docs/deploying.md in an empty Debian, from the first step to a pack in a mailbox. Takes a few minutes."""

import os
import shutil
import socket
import subprocess

import pytest
from django.conf import settings

PORTS = (25, 80, 443, 2525, 5432, 6379, 8000)
"""The installation shares the machine's network, because it fetches packages."""

NOT_HERE = 75
"""Exit status of the script when it could not begin."""


def why_not():
    """Why the page cannot be tried on this machine, or nothing."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        return "needs root and debootstrap"
    namespaces = ["unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "true"]
    if subprocess.run(namespaces, capture_output=True).returncode:
        return "needs the right to make namespaces"
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"port {port} is in use"
    return ""


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_page_leads_from_an_empty_debian_to_a_pack_in_the_mailbox():
    script = settings.BASE_DIR / "deploy" / "try-page"
    tried = subprocess.run([script, "separate-services"], capture_output=True, text=True, timeout=1500)
    if tried.returncode == NOT_HERE:
        pytest.skip("Debian's packages cannot be fetched here")
    assert tried.returncode == 0, tried.stdout[-2000:] + tried.stderr[-6000:]
    assert "pack and invitation in the mailbox" in tried.stdout
