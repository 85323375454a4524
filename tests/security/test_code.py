"""No part of the package runs what stands in an input or a lexicon."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "pipeline"

MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "subprocess", "pty"}
ALLOWED = {"engines/spark.py": ["subprocess"], "text/segmentation.py": ["marshal"]}
"""PySpark starts Java and is told where Java's messages go; nothing read is in that command. jieba writes the cache of
its dictionary with marshal and reads it so itself; we read the same file, and no other."""
BUILTINS = {"eval", "exec", "compile", "__import__"}
METHODS = {"os.system", "os.popen", "pd.read_pickle", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"}
YAML_READERS = {
    "load",
    "compose",
    "parse",
    "scan",
    "compose_all",
    "parse_all",
    "unsafe_load_all",
    "full_load_all",
}


def faults(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    safe = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "SafeLoader" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (f"{node.lineno}: {n.name}" for n in names if n.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                yield f"{node.lineno}: {module}"
            case ast.Call(func=ast.Name(id=name)) if name in BUILTINS:
                yield f"{node.lineno}: {name}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr=attr)) if attr in YAML_READERS:
                loader = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "Loader")]
                words = " ".join(map(ast.unparse, loader))
                if "SafeLoader" not in words and words not in safe:
                    yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Call(func=ast.Attribute() as function) if ast.unparse(function) in METHODS:
                yield f"{node.lineno}: {ast.unparse(function)}"
            case ast.keyword(arg="shell" | "allow_pickle", value=value) if ast.unparse(value) != "False":
                yield f"{node.value.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_nothing_read_is_run(path: Path) -> None:
    allowed = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), [])
    found = [f for f in faults(path.read_text(encoding="utf-8")) if f.split(": ")[1] not in allowed]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "eval(text)",
        "exec(text)",
        "yaml.load(text)",
        "yaml.load(text, yaml.Loader)",
        "yaml.load(text, Loader=loader)",
        "yaml.compose(text)",
        "yaml.unsafe_load(text)",
        "run(words, shell=True)",
        "os.system(text)",
        "np.load(path, allow_pickle=True)",
    ],
)
def test_what_would_run_it_is_seen(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "yaml.safe_load(text)",
        "yaml.load(text, yaml.CSafeLoader)",
        "loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)\nyaml.load(text, Loader=loader)",
        "re.compile(text)",
    ],
)
def test_what_is_safe_is_allowed(source: str) -> None:
    assert not list(faults(source))
