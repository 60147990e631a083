"""Typed readers for environment variables, with secrets from files and loud errors."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file named by ``<name>_FILE``."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    """Return a whole number; anything else is refused."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def addresses(name: str, mark: str) -> list[str]:
    """Return a list of https addresses that hold a mark; anything else is refused."""
    found = words(name)
    for address in found:
        if not address.startswith("https://") or mark not in address:
            raise ImproperlyConfigured(
                f"{name} must list addresses like 'https://meet.example.org/{mark}', not {address!r}."
            )
    return found


def choice(name: str, known: tuple[str, ...]) -> str:
    """Return one of the known words, the first by default; anything else is refused."""
    value = text(name, known[0])
    if value not in known:
        wanted = ", ".join(repr(word) for word in known)
        raise ImproperlyConfigured(f"{name} must be one of {wanted}, not {value!r}.")
    return value


def secret(name: str, keep_in: Path) -> str:
    """Return the secret, or one generated once and kept in a file only its owner can read."""
    value = text(name)
    if value:
        return value
    try:
        return keep_in.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _generate(keep_in)


def _generate(keep_in: Path) -> str:
    keep_in.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return keep_in.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return value
