"""The vendored libraries are those of the manifest, whole, with their licences."""

import hashlib
import json
from importlib.resources import files


def test_vendored_files_are_those_of_the_manifest() -> None:
    folder = files("pipeline.report").joinpath("static", "vendor")
    packages = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))["packages"]
    listed = {}
    for package in packages:
        assert package["license"] in ("MIT", "BSD-3-Clause")
        assert f"{package['name']}.LICENSE" in package["sha256"]
        listed |= package["sha256"]
    there = {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in folder.iterdir()
        if entry.name != "manifest.json"
    }
    assert there == listed
