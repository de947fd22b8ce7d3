"""Mail sink: an SMTP server that keeps every message as a file and forwards nothing.

Runs as its own program, `mailsink.py SOCKET_DESCRIPTOR FOLDER`.
A message is acknowledged after its file is complete.
"""

import asyncio
import secrets
import socket
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Writes each message as `<time>-<random>.eml`, with the envelope in `X-MailFrom` and `X-RcptTo`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Store a message. aiosmtpd calls this when it has received one."""
        content = envelope.content or b""
        body = content if isinstance(content, bytes) else content.encode()
        head = f"X-MailFrom: {envelope.mail_from}\r\nX-RcptTo: {', '.join(envelope.rcpt_tos)}\r\n"
        path = self._folder / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(head.encode() + body)
        unfinished.rename(path)
        return "250 Kept"


async def serve(listener: socket.socket, folder: Path) -> None:
    """Receive email until the process is ended."""
    mailbox = Mailbox(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", ident="sendplan", enable_SMTPUTF8=True, loop=loop),
        sock=listener,
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))
