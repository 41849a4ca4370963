"""Processes beside this one, which answer one message after another over a socket.

What crosses is MessagePack, read as the type that is expected: data, never objects that run code when they are read.
A process that reads strangers' pages or runs strangers' SQL can thus say no more than an answer.
"""

import socket
import struct
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

A = TypeVar("A")
_LENGTH = struct.Struct("!I")
_LONGEST = 32 << 20  # bytes of a message; a page has 8 MB and a query's answer 20 at most
_ROOT = Path(__file__).parent.parent
# the process runs the code that runs here, wherever that lies and whatever folder it is started in
_RUN = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from {{module}} import main; main(sys.argv[1:])"


def framed(message: Any) -> bytes:
    """A message as it crosses: its length in four bytes, then itself. Raises ValueError where it is no plain data."""
    try:
        body = msgspec.msgpack.encode(message)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(str(error)) from error
    if len(body) > _LONGEST:
        raise ValueError(f"{len(body)} bytes are too many for one message")
    return _LENGTH.pack(len(body)) + body


def unpacked(message: bytes, kind: type[A]) -> A:
    """A message that has come, as what it is to be. Raises ConnectionError where it is something else."""
    try:
        return msgspec.msgpack.decode(message, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConnectionError(f"the process says nonsense: {error}") from error


def unframed(received: bytearray) -> Iterator[bytes]:
    """Takes the messages that have come whole out of what was received. Raises ConnectionError for nonsense."""
    while len(received) >= _LENGTH.size and len(received) >= (end := _LENGTH.size + _length(received)):
        message = bytes(received[_LENGTH.size : end])
        del received[:end]
        yield message


def _length(head: bytes | bytearray) -> int:
    (length,) = _LENGTH.unpack_from(head)
    if length > _LONGEST:
        raise ConnectionError(f"a message of {length} bytes")
    return int(length)


def start(module: str, *arguments: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Starts a module's `main` with arguments and the handle of a socket, and gives the process and our end of that."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", "-c", _RUN.format(module=module), *arguments, str(theirs.fileno())]
    with theirs:
        process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
    return process, ours


def answer_all(handle: int, kind: Any, answer: Callable[[Any], bytes]) -> None:
    """In such a process: answers each message, read as a type, with a framed one, until the other side is gone."""
    with socket.socket(fileno=handle) as theirs:
        while (message := _received(theirs, None)) is not None:
            said = answer(unpacked(message, kind))
            with suppress(ConnectionError):
                theirs.sendall(said)


class Apart:
    """One such process, for a caller that waits for each answer. Not for two threads at once."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._process, self._socket = start(module, *arguments)
        weakref.finalize(self, self._socket.close)  # not before: a thread that waits there may be about to look at it

    def ask(self, message: bytes, kind: type[A], seconds: float | None = None) -> A:
        """What the process answers to a framed message in that time.

        Raises TimeoutError where it takes longer, ConnectionError where it ends without a word or says nonsense; it
        is of no use then and wants to be ended.
        """
        end = None if seconds is None else time.monotonic() + seconds
        self._socket.settimeout(seconds)
        self._socket.sendall(message)
        answer = _received(self._socket, end)
        if answer is None:
            raise ConnectionError("the process ended")
        return unpacked(answer, kind)

    def kill(self) -> None:
        """Ends the process, whatever it does; whoever waits for an answer of it is told so."""
        self._process.kill()
        self._process.wait()


def _received(end: socket.socket, until: float | None) -> bytes | None:
    """The next message; None where none comes any more."""
    try:
        head = _exactly(end, _LENGTH.size, until)
        return None if head is None else _exactly(end, _length(head), until)
    except ConnectionResetError:
        return None


def _exactly(end: socket.socket, count: int, until: float | None) -> bytes | None:
    got = bytearray()
    while len(got) < count:
        if until is not None:
            end.settimeout(max(until - time.monotonic(), 0.001))
        piece = end.recv(min(count - len(got), 1 << 20))
        if not piece:
            return None
        got += piece
    return bytes(got)
