"""Renews the browser libraries of the evidence site (`make vendor`): takes the packages from npm, keeps their
minified files and licences, and writes the manifest that tests/report holds them to.

usage: python scripts/vendor.py [PACKAGE@VERSION ...]   (without versions: the newest that npm gives)
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "pipeline" / "report" / "static" / "vendor"
FILES = {
    "tabulator-tables": ("dist/js/tabulator.min.js", "dist/css/tabulator_simple.min.css"),
    "vega": ("build/vega.min.js",),
    "vega-lite": ("build/vega-lite.min.js",),
    "vega-embed": ("build/vega-embed.min.js",),
}


def main(wanted: list[str]) -> None:
    versions = dict(word.rsplit("@", 1) for word in wanted)
    if unknown := versions.keys() - FILES.keys():
        sys.exit(f"no such package here: {', '.join(sorted(unknown))}; there are: {', '.join(FILES)}")
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest = [package(name, versions.get(name, "latest")) for name in FILES]
    text = json.dumps({"packages": manifest}, indent=1, ensure_ascii=False) + "\n"
    (VENDOR / "manifest.json").write_text(text, encoding="utf-8")
    for entry in manifest:
        print(entry["name"], entry["version"])


def package(name: str, version: str) -> dict[str, object]:
    """Fetch one package, keep its files, and return its entry of the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", folder, f"{name}@{version}"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as tar:
            about = json.loads(member(tar, "package.json"))
            kept = {Path(path).name: without_map(member(tar, path)) for path in FILES[name]}
            kept[f"{name}.LICENSE"] = member(tar, "LICENSE")
    for file, content in kept.items():
        (VENDOR / file).write_bytes(content)
    sums = {file: hashlib.sha256(content).hexdigest() for file, content in kept.items()}
    return {
        "name": name,
        "version": about["version"],
        "license": about["license"],
        "sha256": sums,
    }


def member(tar: tarfile.TarFile, path: str) -> bytes:
    file = tar.extractfile(f"package/{path}")
    assert file is not None, path
    return file.read()


def without_map(content: bytes) -> bytes:
    """Without the last line that sends a browser's tools looking for a source map."""
    lines = content.rstrip().split(b"\n")
    if b"sourceMappingURL=" in lines[-1] and len(lines[-1]) < 200:
        lines.pop()
    return b"\n".join(lines) + b"\n"


if __name__ == "__main__":
    main(sys.argv[1:])
