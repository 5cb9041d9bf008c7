"""What all commands share: the group, how it ends, and how it answers. Heavy imports wait until a command runs."""

from __future__ import annotations

import errno
import inspect
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import click

from standoff.base.errors import InputError

BAD_INPUT: Final = 2
# As shells report a program that ended by SIGINT, SIGTERM or SIGPIPE: 128 and the signal's number.
INTERRUPTED: Final = 130
TERMINATED: Final = 143
NOBODY_READS: Final = 141


class _Terminated(KeyboardInterrupt):  # no error, as its parent is none
    """SIGTERM came."""


class _NobodyReadsError(Exception):
    """Whoever read standard output has gone."""


class _Commands(click.Group):
    """Commands in the order in which they are needed; refused input is one sentence on stderr and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            ctx.exit(_refuse(str(error)))
        except BrokenPipeError:
            raise _NobodyReadsError from None  # click would end with 1, which is a fault of the program

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


def main() -> None:
    """Entry point of the `standoff` command: however it ends, the user sees no traceback but for a fault."""
    try:
        status = group.main(prog_name="standoff", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.UsageError as error:
        status = _refuse(_usage(error))
    except (click.Abort, KeyboardInterrupt) as ended:
        # click makes an Abort of the interruption.
        status = TERMINATED if isinstance(ended.__cause__ or ended, _Terminated) else INTERRUPTED
    except (_NobodyReadsError, BrokenPipeError):
        status = NOBODY_READS
        _let_go_of_stdout()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        status = _refuse(f"standard output cannot be written: {error.strerror}")
        _let_go_of_stdout()
    sys.exit(status)


def _refuse(message: str) -> int:
    click.echo(f"standoff: {message}", err=True)
    return BAD_INPUT


def _usage(error: click.UsageError) -> str:
    """A misuse in one line, with the command whose help says more."""
    message = " ".join(error.format_message().split()).removesuffix(".")
    command = "standoff" if error.ctx is None else error.ctx.command_path
    return f"{message}; see {command} --help"


def _let_go_of_stdout() -> None:
    """What could not be written must not be tried once more when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A place is LAT,LON in degrees or a name from the scenario or the gazetteer (Pyongyang, Guam, Akita ...).",
)
@click.version_option(package_name="standoff")
def group() -> None:
    """Standoff: an open, unclassified simulation of an alliance crisis with a ballistic-missile threat.

    Start with:  standoff run guam-2017 --out out/guam-2017
    """


@contextmanager
def ending_in_order() -> Iterator[None]:
    """SIGTERM ends what is inside as Ctrl-C does, with what it began cleared away; a second one ends it at once."""

    def end(number: int, frame: object) -> None:  # noqa: ARG001
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise _Terminated

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Folder(click.Path):
    """A folder's path; an empty text is none, not the folder of the moment."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of a text that is not empty."""
        if value == "":
            self.fail("is empty; allowed: a folder that exists or can be made", param, ctx)
        return super().convert(value, param, ctx)


def example(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Append an example to a command's help, unwrapped."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__doc__ = f"{inspect.cleandoc(function.__doc__ or '')}\n\n\b\nExample:\n  {text}\n"
        return function

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def print_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2))


def answer(content: Mapping[str, Any], as_json: bool, title: str) -> None:
    """Print a flat result as JSON or as an aligned list."""
    if as_json:
        print_json(content)
        return
    from standoff.views.tables import print_values

    print_values(title, content)
