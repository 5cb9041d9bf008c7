"""A news text from a file: what is none is refused before anything is coded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from standoff.base.errors import InputError
from standoff.base.files import sha256

# Far above the longest article (a word is about six bytes), far below what would keep a user waiting.
MOST_BYTES: Final = 500_000
ALLOWED: Final = f"the text of one article in English, UTF-8 or Latin-1, at most {MOST_BYTES // 1000} kB"

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(r"<(?:!doctype|html|head|body|div|p|script)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The text of a file as it stands, and the digest of its bytes."""

    file: str
    text: str
    sha256: str


def read_page(path: Path) -> Page:
    """Read an article's file.

    Raises:
        InputError: a file that is missing, a folder, too long, empty, not text, or markup of a web page.
    """
    content = _bytes(path)
    if not content.strip():
        raise InputError("is empty", file=path, allowed=ALLOWED)
    text = _decoded(content, path)
    if _MARKUP.search(text):
        raise InputError("is the markup of a web page, not its text", file=path, allowed=ALLOWED)
    return Page(path.name, text, sha256(content))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("is a folder", file=path, allowed=ALLOWED)
    try:
        with path.open("rb") as file:
            # One byte more than allowed says that there is too much, without reading it all.
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise InputError(f"cannot be read: {reason}", file=path, allowed=ALLOWED) from None
    if len(content) > MOST_BYTES:
        raise InputError("is too long", file=path, allowed=ALLOWED)
    return content


def _decoded(content: bytes, path: Path) -> str:
    if b"\0" in content:
        raise InputError("is not text", file=path, allowed=ALLOWED)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows' variant of Latin-1; what it leaves undefined stands for itself, as in Latin-1.
        text = content.decode("cp1252", errors="replace")
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > len(text) // 200:
        raise InputError("is not text", file=path, allowed=ALLOWED)
    return _CONTROL.sub(" ", text)
