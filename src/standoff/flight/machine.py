"""The kernel's machine code, compiled once by Numba and loaded by LLVM alone afterwards.

Numba takes well over a second to import and to make ready; a command that flies one missile needs its result, not the
compiler. So the first process on a machine compiles the kernel, takes the LLVM code that Numba made of it, and keeps
the object file in this package's `__pycache__` (or the user's cache folder, if that cannot be written); later processes
load that file in some hundredths of a second. The file's name is a digest of everything that the code depends on: the
sources, the versions of Numba and llvmlite, and the processor. Every process runs the object file's code, the first one
too, so all give the same numbers.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from standoff.base.errors import InputError
from standoff.base.files import write_bytes

Array = NDArray[np.float64]

# Numbers of the kernel's scratch space: the lanes and the slopes of one vacuum step.
SCRATCH: Final = 2800

_SYMBOL: Final = "standoff_fly_rows"
# What the machine code may call: the C library's mathematics (`sincos` is LLVM's own merger of two calls).
_MATHEMATICS: Final = ("acos", "asin", "atan", "atan2", "cos", "exp", "log", "pow", "sin", "sincos", "sqrt", "tan")
# What Numba names on paths that a kernel without allocation and exceptions never takes: a call ends the process.
_NEVER_CALLED: Final = (
    "NRT_Free", "NRT_MemInfo_call_dtor", "numba_do_raise", "numba_gil_ensure", "numba_gil_release",
    "numba_runtime_build_excinfo_struct", "numba_unpickle",
)  # fmt: skip
_DOUBLES, _COUNT = ctypes.c_void_p, ctypes.c_int64


def fly_rows(rows: Array, air: Array, curves: Array, every_s: float, out: Array, samples: Array, work: Array) -> None:
    """Fly rows (n, columns of `rows`) into `out` (n, results of `rows`); releases the interpreter's lock.

    `air` is the smooth atmosphere, `curves` (k, cells, 4) the drag tables. `samples` is (n, m, 8), written every
    `every_s` seconds and at the impact, or has m = 0 for none. `work` is scratch space of this call, `SCRATCH` long.
    All arrays are contiguous float64.
    """
    _entry()(
        len(rows), rows.shape[1], out.shape[1], air.shape[0], air.shape[1], *curves.shape, samples.shape[1], every_s,
        *(array.ctypes.data for array in (rows, air, curves, out, samples, work)),
    )  # fmt: skip


@cache
def _entry() -> Callable[..., None]:
    """The compiled entry point, from the cached object file if there is one."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name = f"kernel-{_digest()}.o"
    for folder in _folders():
        file = folder / name
        if file.is_file():
            return _load(file.read_bytes())
    code = _compile()
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_bytes(folder / name, code)
            for outdated in set(folder.glob("kernel-*.o")) - {folder / name}:
                outdated.unlink(missing_ok=True)
            break
        except (InputError, OSError):
            continue
    return _load(code)


# The engine owns the memory in which the code lies; it must outlive every call.
_ENGINES: Final[list[Any]] = []


def _load(code: bytes) -> Callable[..., None]:
    process = ctypes.CDLL(None)
    for name in _MATHEMATICS:
        llvm.add_symbol(name, _address(process[name]))
    for name in _NEVER_CALLED:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, _address(process.abort))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)
    signature = ctypes.CFUNCTYPE(None, *[_COUNT] * 9, ctypes.c_double, *[_DOUBLES] * 6)
    return signature(engine.get_function_address(_SYMBOL))


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _compile() -> bytes:
    """Object code of the kernel for this processor, by Numba."""
    import numba  # more than a second
    from numba import carray  # type: ignore[attr-defined]

    from standoff.flight import kernel

    if kernel.SIZE > SCRATCH:
        raise RuntimeError(f"the kernel needs {kernel.SIZE} numbers of scratch space")
    fly_rows = kernel.fly_rows
    types = numba.types
    doubles = types.CPointer(types.float64)
    signature = types.void(*[types.int64] * 9, types.float64, *[doubles] * 6)

    @numba.cfunc(signature, error_model="numpy")
    def entry(  # type: ignore[no-untyped-def]
        n, columns, results, cells, parts, curve_count, curve_cells, curve_parts, most, every,
        rows, air, curves, out, samples, work,
    ):  # fmt: skip
        row = carray(rows, (n, columns))
        result = carray(out, (n, results))
        sample = carray(samples, (n, most, 8))
        table = carray(air, (cells, parts))
        drag = carray(curves, (curve_count, curve_cells, curve_parts))
        scratch = carray(work, (SCRATCH,))
        fly_rows(row, table, drag, every, result, sample, scratch)

    module = llvm.parse_assembly(entry.inspect_llvm().replace(entry.native_name, _SYMBOL))
    module.verify()
    _require_only_known_calls(module)
    return bytes(_target_machine().emit_object(module))


def _require_only_known_calls(module: Any) -> None:
    """Whatever else the kernel called would be missing in a process without Numba, and end it."""
    called = [function.name for function in module.functions if function.is_declaration]
    unknown = [
        name for name in called
        if name not in (*_MATHEMATICS, *_NEVER_CALLED) and not name.startswith(("llvm.", "Py"))
    ]  # fmt: skip
    if unknown:
        raise RuntimeError(f"the kernel may neither allocate nor raise; it calls {', '.join(unknown)}")


def _target_machine() -> Any:
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3, codemodel="jitdefault")


def _digest() -> str:
    """What the machine code depends on, as a short text."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for source in (*sorted(here.rglob("*.py")), here.parent / "base" / "constants.py"):
        digest.update(source.read_bytes())
    for part in (version("numba"), version("llvmlite"), llvm.get_host_cpu_name()):
        digest.update(part.encode())
    digest.update(llvm.get_host_cpu_features().flatten().encode())
    return digest.hexdigest()[:20]


def _folders() -> tuple[Path, ...]:
    beside = Path(__file__).resolve().parent / "__pycache__"
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home folder
        return (beside,)
    return beside, home / "standoff"
