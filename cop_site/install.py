"""Set up the virtual environment from a lock file; plain Python, so that nothing is needed first.

Called by the Makefile, and by hand: ``python3 -m cop_site.install requirements.lock``.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 800 * 1024 * 1024


def main(lock_name: str) -> None:
    """Create ``.venv`` and install exactly what the lock file names; do nothing when it is done."""
    lock = ROOT / lock_name
    stamp = VENV / (lock_name + ".installed")
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    require_python()
    require_disk()
    create_environment()
    install_packages(lock)
    stamp.write_text(fingerprint)


def require_python() -> None:
    """Stop when this Python is too old."""
    if sys.version_info < OLDEST_PYTHON:
        stop(
            "This needs Python 3.11 or newer; this one is {}.{}.".format(*sys.version_info[:2]),
            "Install a newer Python and run: make demo PYTHON=python3.12",
        )


def require_disk() -> None:
    """Stop when the packages would not fit."""
    free = shutil.disk_usage(str(ROOT)).free
    if free < DISK_NEEDED:
        stop(
            f"The disk is nearly full: {free // 2**20} MB are free, {DISK_NEEDED // 2**20} MB are needed.",
            "Make room and run the same command again.",
        )


def create_environment() -> None:
    """Make ``.venv`` unless it stands."""
    if (VENV / "bin" / "pip").exists():
        return
    say("Creating the virtual environment")
    done = subprocess.run(  # noqa: S603 -- our own command, nothing from outside
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        shutil.rmtree(str(VENV), ignore_errors=True)
        stop(
            "Python could not create a virtual environment.\n" + done.stdout + done.stderr,
            "On Debian or Ubuntu install the one package that is missing: apt install python3-venv",
        )


def install_packages(lock: Path) -> None:
    """Install what the lock file names, checked against its hashes."""
    say(f"Installing the packages of {lock.name}")
    command = [
        str(VENV / "bin" / "pip"),
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    done = subprocess.run(  # noqa: S603 -- our own command, nothing from outside
        [*command, "--progress-bar", "on", "-r", str(lock)], check=False
    )
    if done.returncode != 0:
        stop(
            "The packages could not be installed; the lines above say why.",
            "Check the network (behind a proxy: set HTTPS_PROXY), then run the same command again:"
            " what was fetched is kept.",
        )


def say(text: str) -> None:
    """Tell what is going on, at once."""
    sys.stdout.write(f"› {text} …\n")
    sys.stdout.flush()


def stop(problem: str, remedy: str) -> None:
    """Say what is wrong and what to do, and leave."""
    sys.stderr.write(f"\n{problem}\n→ {remedy}\n")
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "requirements.lock")
