"""Compiles the modules that do the extraction to machine code with mypyc, beside their sources.

    python scripts/compile.py [--root FOLDER] [--clean]

Rows stay the same; a run takes about five sixths of the time. Needs a C compiler, Python's headers and the
extra `dev`; takes some three minutes of one core. Python takes a compiled module in place of its source: compile
again, or `--clean`, after a change (a run says so, B021).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOT = ("extractors", "layout", "tables", "text", "mentions.py")
# What registers components with spaCy, or subclasses its types, stays as it is; so do the packages' front doors.
INTERPRETED = ("__init__.py", "component.py", "merge.py")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--root", type=Path, default=ROOT, help="the folder that holds pipeline/ (default: this tree)"
    )
    cli.add_argument(
        "--clean", action="store_true", help="remove what was compiled; the sources are used again"
    )
    args = cli.parse_args()
    os.chdir(args.root)
    sys.path.insert(0, str(args.root.resolve()))
    _clean()
    if args.clean:
        return
    if shutil.which(os.environ.get("CC", "cc")) is None:
        sys.exit("A C compiler is needed: install one (Debian: apt install gcc), or go on without compiling.")
    modules = hot_modules()
    print(f"Compiling {len(modules)} modules; this takes some minutes.", flush=True)
    try:
        _compile(modules)
    except SystemExit as stopped:
        _clean()
        sys.exit(f"Not compiled ({stopped}); the log is above. The pipeline runs as it is, uncompiled.")
    from pipeline.engines.compiled import STAMP, sources_hash

    stamp = {"sources": sorted(modules), "hash": sources_hash(Path(), modules)}
    Path(STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    print("Compiled.")


def hot_modules() -> list[str]:
    """The modules to compile, as paths below the root."""
    found: list[Path] = []
    for name in HOT:
        path = Path("pipeline") / name
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [path.as_posix() for path in found if path.name not in INTERPRETED]


def _compile(modules: list[str]) -> None:
    from mypyc.build import mypycify
    from setuptools import setup

    with tempfile.TemporaryDirectory() as scratch:
        options = ["--ignore-missing-imports", "--follow-imports=silent"]
        # one C file a module, little optimised: gcc then takes one minute, not ten, and the speed is the same
        extensions = mypycify(
            [*modules, *options],
            opt_level="1",
            debug_level="0",
            multi_file=True,
            target_dir=scratch,
            group_name="baoshu",
        )
        build = ["build_ext", "--inplace", "--build-temp", scratch, "--build-lib", scratch]
        setup(name="baoshu-compiled", packages=[], ext_modules=extensions, script_args=["--quiet", *build])


def _clean() -> None:
    for path in (
        *Path().glob("baoshu__mypyc*"),
        *Path("pipeline").rglob("*.so"),
        *Path("pipeline").rglob("*.pyd"),
    ):
        path.unlink()
    Path("pipeline/compiled.json").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
