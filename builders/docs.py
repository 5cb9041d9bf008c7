"""Write every generated page of `docs/`: schemas and tables of the format, commands, publications, validation.

python -m builders.docs    (or: make docs)
"""

from __future__ import annotations

import runpy
import sys

from builders import commands, sources, validation


def main() -> None:
    """Write all pages and say which."""
    for name, write in (
        ("docs/schema/ and docs/scenario-format.md", lambda: runpy.run_module("builders.schemas", run_name="__main__")),
        ("docs/commands.md", commands.main),
        ("docs/data-sources.md", sources.main),
        ("docs/validation.md", validation.main),
    ):
        write()
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
