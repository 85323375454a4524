"""Time limits on what this process is doing: one that can be caught, one that cannot be escaped."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import IO


class TimeLimitError(BaseException):
    """The time is over. No Exception, so that nobody who catches those on the way swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeLimitError in the block after `seconds` of wall time.

    Works by an alarm signal: in the main thread of systems that have it; elsewhere there is no limit.
    The alarm rings again each second, should code in C or a finaliser have swallowed it.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeLimitError(f"Given up after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def hard_limit(seconds: float) -> float:
    """The limit for what no alarm stops, where the alarm rings after `seconds`."""
    return 1.25 * seconds + 5


def end_process_after(seconds: float | None) -> None:
    """End this process after `seconds`, whatever it is doing; None takes that back.

    For processes that only work for another one. The watch is a thread in C that needs no interpreter,
    so it also ends code in C that never comes back to Python, which no alarm reaches.
    """
    faulthandler.cancel_dump_traceback_later()
    if seconds is not None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())


@cache
def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w")
