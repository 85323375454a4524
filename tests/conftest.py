"""Settings and fixtures that all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile(
    "baoshu",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),  # a change shall not fail for what it did not touch
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=not os.environ.get("CI"),
)
settings.load_profile("baoshu")


@pytest.fixture(scope="session")
def sample_pages() -> Path:
    """The folder of sample pages that the repository ships."""
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def sample_gold() -> Path:
    """The annotations of the sample pages."""
    return ROOT / "tests" / "gold"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The developers' folder of real pages, which a user's machine does not have."""
    if not (SHARED / "pages").is_dir():
        pytest.skip("the folder ../shared with real pages is not on this machine")
    return SHARED
