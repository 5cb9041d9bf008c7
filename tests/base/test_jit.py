"""Machine code of kernels is kept under a digest of every source that it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.base import jit


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one kernel, a module that it imports, and one that it does not."""
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "numbers.py").write_text("from standoff.deep import ZERO\n\nONE = ZERO + 1\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "__init__.py").write_text("ZERO = 0\n")
    (tmp_path / "other.py").write_text("TWO = 2\n")
    (tmp_path / "kernel.py").write_text("from standoff.base.jit import jit\nfrom standoff.base.numbers import ONE\n")
    monkeypatch.setattr(jit, "_PACKAGE", tmp_path)
    return tmp_path


def folder() -> Path:
    return jit._folder.__wrapped__()


@pytest.mark.parametrize(
    ("changed", "moves"),
    [("kernel.py", True), ("base/numbers.py", True), ("deep/__init__.py", True), ("other.py", False)],
)
def test_code_of_other_sources_is_not_found_and_goes(package: Path, changed: str, moves: bool) -> None:
    before = folder()
    (before / "code").write_text("kept")
    with (package / changed).open("a") as file:
        file.write("# changed\n")
    after = folder()
    assert (after != before) is moves
    assert before.exists() is not moves
    assert after.parent == package / "__pycache__"


def test_a_package_that_cannot_be_written_keeps_its_code_with_the_user(
    package: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    (package / "__pycache__").write_text("no folder")
    assert folder().parent == home / "standoff"


def test_every_kernel_of_the_package_is_among_the_sources() -> None:
    texts = b"".join(jit._sources())
    for name in ("chance", "queue", "shots", "decision", "raid"):
        source = Path(jit.__file__).parents[1] / "engine" / "kernel" / f"{name}.py"
        assert source.read_bytes() in texts
    assert (Path(jit.__file__).parents[1] / "engine" / "kernel" / "tables.py").read_bytes() in texts
