"""Bugs for tests: with this folder on PYTHONPATH, pages of certain names harm the process that extracts.

`kill…` kills it, `hang…` keeps it in a loop in C that no signal ends, `hog…` takes all memory it is allowed.
"""

import importlib.util
import itertools
import os
import signal
import sys
from pathlib import Path

VICTIM = "pipeline.engines.batch"


def harm(name: str) -> None:
    if name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("hang"):
        sum(itertools.repeat(0))
    if name.startswith("hog"):
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20), before[1]))
        taken = []
        try:
            while True:
                taken.append(bytearray(1 << 22))
        finally:
            taken.clear()
            resource.setrlimit(resource.RLIMIT_AS, before)


class Poisoner:
    """Wraps the extraction when its module is imported."""

    def find_spec(self, name, path=None, target=None):
        if name != VICTIM:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        honest_exec = spec.loader.exec_module

        def exec_module(module):
            honest_exec(module)
            honest = module.extract_documents

            def extract_documents(nlp, items):
                for item in items:
                    harm(item.document_id)
                return honest(nlp, items)

            module.extract_documents = extract_documents

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Poisoner())
