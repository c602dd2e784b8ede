"""What the code may not do, checked by machine: script/lint, and the purity of the two cores."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What each core may import besides itself.
CORES = {"law": set(sys.stdlib_module_names), "tlog": set(sys.stdlib_module_names) | {"cryptography"}}
CLOCKS = {"now", "today", "utcnow", "localtime", "monotonic", "perf_counter", "time_ns"}
UNFIT = {"random", "secrets", "uuid", "socket", "sqlite3", "subprocess", "threading", "urllib.request"}


@pytest.mark.slow
def test_script_lint_finds_nothing() -> None:
    done = subprocess.run([ROOT / "script" / "lint"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def sources(core: str) -> list[Path]:
    found = sorted((ROOT / "mingjing" / core).rglob("*.py"))
    assert found, f"mingjing/{core} has no sources"
    return found


def imports(tree: ast.AST) -> Iterator[str]:
    """Names of modules imported absolutely."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def test_a_core_imports_itself_and_the_standard_library_only() -> None:
    strange = [
        f"{path.relative_to(ROOT)}: {name}"
        for core, allowed in CORES.items()
        for path in sources(core)
        for name in imports(ast.parse(path.read_text()))
        if not name.startswith(f"mingjing.{core}") and name.partition(".")[0] not in allowed
    ]
    assert strange == []


def test_a_core_knows_no_chance_and_no_network() -> None:
    strange = [
        f"{path.relative_to(ROOT)}: {name}"
        for core in CORES
        for path in sources(core)
        for name in imports(ast.parse(path.read_text()))
        if name in UNFIT
    ]
    assert strange == []


def test_a_core_never_reads_the_clock() -> None:
    strange = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.attr}()"
        for core in CORES
        for path in sources(core)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
    ]
    assert strange == []


def test_tlog_can_be_copied_out_of_the_repository() -> None:
    """It verifies on a citizen's computer, as a folder: no import by the name of the project."""
    strange = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("tlog")
        for name in imports(ast.parse(path.read_text()))
        if name.startswith("mingjing")
    ]
    assert strange == []


def test_no_requirement_names_an_index_or_a_folder() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = path.read_text().splitlines()
        assert [line for line in lines if "://" in line or line.startswith("-")] == []
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert all("==" in pin for pin in pins)
