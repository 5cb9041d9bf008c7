"""Who may sit down: join links, passphrases, sessions, and how fast a seat may speak.

A link's token is a signature (HMAC-SHA256) of exercise, seat and generation under the exercise's own secret: it cannot
be guessed, can be printed again after a restart, and is void once the seat's generation has grown. A session's token
is random; only its hash is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final, NamedTuple

from standoff.base.errors import InputError

# scrypt as RFC 7914 recommends for interactive logins: 16 MiB, some 50 ms.
_COST: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
_SEPARATOR: Final = "~"
LONGEST_PASSPHRASE: Final = 200


class Link(NamedTuple):
    """What a join link holds."""

    exercise: str
    seat: str
    token: str

    def __str__(self) -> str:
        return _SEPARATOR.join(self)

    @staticmethod
    def of(text: str) -> Link | None:
        """The link of a text; None if it is none."""
        parts = text.split(_SEPARATOR)
        return Link(*parts) if len(parts) == len(Link._fields) else None


def new_secret() -> str:
    """A secret for an exercise."""
    return secrets.token_hex(32)


def link_to(secret: str, exercise: str, seat: str, generation: int) -> Link:
    """The link to a seat."""
    signed = f"{exercise}\n{seat}\n{generation}".encode()
    mac = hmac.new(bytes.fromhex(secret), signed, hashlib.sha256).digest()
    return Link(exercise, seat, base64.urlsafe_b64encode(mac).decode().rstrip("="))


def opens(link: Link, secret: str, generation: int) -> bool:
    """Whether a link opens a seat, found out in a time that tells nothing of the token."""
    wanted = link_to(secret, link.exercise, link.seat, generation)
    return hmac.compare_digest(wanted.token.encode(), link.token.encode())


def hash_passphrase(passphrase: str) -> str:
    """What is kept of a passphrase: salt and scrypt hash. Raises `InputError` for one that is empty or too long."""
    if not 0 < len(passphrase) <= LONGEST_PASSPHRASE:
        allowed = f"1 to {LONGEST_PASSPHRASE} characters"
        raise InputError("is no passphrase", field="passphrase", value=len(passphrase), allowed=allowed)
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(passphrase.encode(), salt=salt, **_COST).hex()}"


def is_passphrase(passphrase: str, kept: str) -> bool:
    """Whether a passphrase is the one of which this is kept."""
    if len(passphrase) > LONGEST_PASSPHRASE:
        return False
    salt, wanted = (bytes.fromhex(part) for part in kept.split("$"))
    return hmac.compare_digest(hashlib.scrypt(passphrase.encode(), salt=salt, **_COST), wanted)


def new_token() -> str:
    """The token of a session."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a session's token: as random as it is, a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Allowance:
    """How fast somebody may speak: a bucket of tokens that fills steadily (token bucket).

    Attributes:
        burst: how much may come at once.
        per_s: how much a second in the long run.
    """

    burst: float
    per_s: float
    _left: float = -1.0
    _at_s: float = 0.0

    def wait_s(self, now_s: float) -> float:
        """0 if one more may come now, which is then counted; otherwise the seconds to wait."""
        left = self.burst if self._left < 0.0 else min(self.burst, self._left + (now_s - self._at_s) * self.per_s)
        self._at_s = now_s
        if left >= 1.0:
            self._left = left - 1.0
            return 0.0
        self._left = left
        return (1.0 - left) / self.per_s
