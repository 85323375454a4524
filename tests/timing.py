"""Growth of processing time, measured as a ratio within one run: never against a clock's absolute time."""

import time
from collections.abc import Callable

GROWTH = 8
"""How much longer the larger input is."""

SLACK = 3.0
"""Linear time gives a ratio of GROWTH, quadratic one of GROWTH squared; noise must not reach the latter."""


def assert_linear(work: Callable[[int], object], length: int) -> None:
    """Assert that `work(GROWTH * length)` takes about GROWTH times as long as `work(length)`.

    `work` makes an input of about so many characters and processes it. The best of three counts.
    """
    work(length)
    small, large = _best(work, length), _best(work, GROWTH * length)
    assert large < SLACK * GROWTH * small + 0.1, f"{length}: {small:.4f} s, {GROWTH * length}: {large:.4f} s"


def _best(work: Callable[[int], object], length: int) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work(length)
        best = min(best, time.process_time() - begun)
        if best > 2.0:  # long enough to be no noise
            break
    return best
