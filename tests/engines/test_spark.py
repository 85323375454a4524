"""Spark gives the rows of the local engine, whoever is killed on the way."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.checking import check_folder
from pipeline.config import Config
from pipeline.contract import table_names

from .pages import ROOT, command, page, rows, run, torn, write_pages

PAGES = 120
POISON = os.pathsep.join([str(Path(__file__).parent / "poison"), str(ROOT)])


def _missing() -> str:
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ['PATH']}")
    if java is None:
        return "Java is not installed"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < 17:
        return "Java is older than 17"
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "PySpark is not installed"
    return "" if Path("/proc/self/stat").exists() else "needs Linux's /proc"


pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(bool(_missing()), reason=_missing()),
    pytest.mark.xdist_group("spark"),
]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spark") / "raw"
    write_pages(folder, PAGES)
    (folder / "broken.jsonl").write_text("{\n")
    (folder.parent / "baoshu.toml").write_text("batch_chars = 800\npage_seconds = 5\n")
    return folder


@pytest.fixture(scope="module")
def local(raw: Path) -> pipeline.Tables:
    return pipeline.run(raw, raw.parent / "local")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The URL of a standalone cluster: a master and two workers on loopback."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"spark://127.0.0.1:{port}"
    environment = os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYTHONPATH": str(ROOT),
    }
    log = subprocess.DEVNULL

    def start(name: str, *words: str) -> subprocess.Popen[bytes]:
        words = (str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *words)
        return subprocess.Popen(words, env=environment, stdout=log, stderr=log, start_new_session=True)

    work = Path(os.environ.get("TMPDIR", "/tmp")) / f"baoshu-spark-{os.getpid()}"
    started = [start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")]
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        for number in range(2):
            options = ["--cores", "1", "--memory", "1g", "--webui-port", "0"]
            options += ["--host", "127.0.0.1", "--work-dir", str(work / str(number))]
            started.append(start("worker.Worker", *options, url))
        yield url
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(work, ignore_errors=True)


def spark(raw: Path, out: Path, master: str, *more: object) -> tuple[object, ...]:
    words: tuple[object, ...] = (raw, "--out", out, "--engine", "spark", "--master", master)
    words += ("--config", raw.parent / "baoshu.toml", "--spark-conf", f"spark.executorEnv.PYTHONPATH={ROOT}")
    words += ("--spark-conf", "spark.driver.host=127.0.0.1", "--spark-conf", "spark.executor.memory=512m")
    return (*words, "--spark-conf", "spark.driver.memory=512m", *more)


def test_the_rows_and_schemas_are_the_same_everywhere(
    raw: Path, local: pipeline.Tables, cluster: str, tmp_path: Path
) -> None:
    results = [
        pipeline.run(raw, tmp_path / f"local{workers}", workers, Config(batch_chars=1000))
        for workers in (2, 4)
    ]
    for name, master in (("spark", "local[2]"), ("standalone", cluster)):
        done = run(*spark(raw, tmp_path / name, master, "--quiet"))
        assert done.returncode == 3, done.stderr  # broken.jsonl is a reject
        assert not done.stdout
        first, second = done.stderr.splitlines()
        assert "rejected" in first
        assert "broken.jsonl" in second
        results.append(pipeline.open_result(tmp_path / name))
        assert not check_folder(tmp_path / name).faults
        assert not torn(tmp_path / name)
    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.memory": "512m"}
    few, url = Config(batch_chars=8000), (tmp_path / "few").as_uri()
    results.append(pipeline.run_spark(raw, url, "local[1]", few, settings=settings))
    again = pipeline.run_spark(raw, url, "local[1]", few, settings=settings)
    assert again.outcome is not None
    assert not again.outcome.worked_on
    for result in results:
        assert rows(result) == rows(local)
        for table in table_names():
            assert result.arrow(table).schema.equals(local.arrow(table).schema, check_metadata=True)


def processes() -> dict[int, tuple[int, str]]:
    """Of each process its parent and its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            found[int(folder.name)] = parent, (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, IndexError):
            continue
    return found


def below(root: int) -> dict[int, str]:
    """The processes that descend from one, with their command lines."""
    everything = processes()
    family, grown = {root}, True
    while grown:
        more = {pid for pid, (parent, _) in everything.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return {pid: everything[pid][1] for pid in family if pid in everything}


def python_workers(root: int) -> list[int]:
    """The processes that a Spark daemon of Python forked."""
    everything = processes()
    daemons = {pid for pid, words in below(root).items() if "pyspark.daemon" in words}
    return [pid for pid in daemons if everything[pid][0] in daemons]


def executors(_: int) -> list[int]:
    """The executors of the standalone cluster that this process started."""
    return [pid for pid, words in below(os.getpid()).items() if "CoarseGrainedExecutorBackend" in words]


def begun(out: Path, process: subprocess.Popen[str]) -> None:
    """Waits until the first shards are written."""
    until = time.monotonic() + 240
    while len(list(out.glob("versions/.staging*/_units/*.parquet"))) < 2:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("where", "victims"),
    [("local[2]", python_workers), ("cluster", python_workers), ("cluster", executors)],
    ids=["worker-local", "worker-standalone", "executor"],
)
def test_a_worker_or_executor_that_is_killed_is_replaced(
    where: str,
    victims: Callable[[int], list[int]],
    raw: Path,
    local: pipeline.Tables,
    cluster: str,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    process = command(*spark(raw, out, cluster if where == "cluster" else where))
    begun(out, process)
    found = victims(process.pid if where != "cluster" else os.getpid())
    assert found
    os.kill(found[0], signal.SIGKILL)
    _, said = process.communicate(timeout=400)
    assert process.returncode == 3, said
    assert rows(pipeline.open_result(out)) == rows(local)
    assert not check_folder(out).faults
    assert not torn(out)


def test_when_the_driver_is_killed_the_previous_result_stands(
    raw: Path, local: pipeline.Tables, cluster: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    few = tmp_path / "few"
    write_pages(few, 5)
    before = rows(pipeline.run(few, out))
    process = command(*spark(raw, out, cluster))
    begun(out, process)
    family = [pid for pid, words in below(process.pid).items() if "java" in words or pid == process.pid]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert rows(pipeline.open_result(out)) == before
    done = run(*spark(raw, out, cluster))
    assert done.returncode == 3, done.stderr
    result = pipeline.open_result(out)
    assert rows(result) == rows(local)
    assert result.runs.iloc[-1]["worked_on"] < result.runs.iloc[-1]["inputs"]  # it went on from the shards
    assert not torn(out)
    until = time.monotonic() + 30
    while set(family) & set(processes()) and time.monotonic() < until:
        time.sleep(0.2)
    assert not {pid for pid in family if "java" in processes().get(pid, (0, ""))[1]}


def test_a_page_that_kills_its_worker_is_rejected_alone(
    raw: Path, local: pipeline.Tables, tmp_path: Path
) -> None:
    pages = tmp_path / "raw"
    shutil.copytree(raw, pages)
    shutil.copy(raw.parent / "baoshu.toml", tmp_path)
    (pages / "kill.txt").write_text(page(99, 7), encoding="utf-8")
    done = run(*spark(pages, tmp_path / "out", "local[2]"), PYTHONPATH=POISON)
    assert done.returncode == 3, done.stderr
    result = pipeline.open_result(tmp_path / "out")
    rejects = {r["source_path"]: r["reason"] for r in result.arrow("rejects").to_pylist()}
    assert rejects == {"broken.jsonl#1": "bad_record", "kill.txt": "failed"}
    assert rows(result) | {"rejects": []} == rows(local) | {"rejects": []}


def test_a_task_done_twice_at_a_time_harms_nobody(raw: Path, local: pipeline.Tables, tmp_path: Path) -> None:
    from pipeline.engines.processes import LocalExecutor
    from pipeline.engines.run import run_engine
    from pipeline.engines.shard import work_shard
    from pipeline.errors import BaoshuError

    class Twice:
        """As speculative execution: two processes work on each shard at the same time."""

        def results(self, shards, task):  # type: ignore[no-untyped-def]
            self.task = task
            self.shards = list(shards)
            yield from LocalExecutor(2).results((twin for s in self.shards for twin in (s, s)), task)

    twice = Twice()
    run_engine([raw], tmp_path / "out", twice, Config(batch_chars=2000))
    with pytest.raises(BaoshuError, match="B004"):  # a twin that comes when all is published
        work_shard(twice.shards[-1], twice.task)
    assert rows(pipeline.open_result(tmp_path / "out")) == rows(local)
    assert not torn(tmp_path / "out")


def test_without_spark_the_error_says_what_to_install(tmp_path: Path, raw: Path) -> None:
    (tmp_path / "pyspark").mkdir()
    (tmp_path / "pyspark" / "__init__.py").write_text("raise ImportError('none')")
    done = run(*spark(raw, tmp_path / "out", "local"), PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert "B014" in done.stderr
    assert "pip install" in done.stderr
    done = run(
        *spark(raw, tmp_path / "out", "local"), JAVA_HOME=str(tmp_path), PATH=str(Path(sys.executable).parent)
    )
    assert done.returncode == 1
    assert "B014" in done.stderr
    assert "Traceback" not in done.stderr
