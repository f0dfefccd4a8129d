"""A disk of its own for a store, small enough to be filled: what is written then fails with ENOSPC, in every process.

A file system in a file, mounted over a loop device, which root may do; where nobody may, `mountable` says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

SIZE = 640 * 1024 * 1024
SMALLEST = 4096
CAP_SYS_ADMIN = 21
PROGRAMS = ("mkfs.ext4", "mount", "umount")


class SmallDisk:
    """A mounted file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast: list[Path] = []

    def fill(self) -> None:
        """Leave no block free; again where a process gave some back meanwhile."""
        size = SIZE
        while size >= SMALLEST:
            try:
                self._take(size)
            except OSError:
                size //= 2

    def _take(self, size: int) -> None:
        """One more file of this size, or none. Raises OSError."""
        path = self.folder / f"ballast-{len(self._ballast)}"
        with path.open("wb") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, size)
            except OSError:
                path.unlink()
                raise
        self._ballast.append(path)

    def free(self) -> None:
        """Give back what was taken."""
        while self._ballast:
            self._ballast.pop().unlink(missing_ok=True)


def mountable() -> bool:
    """Whether this process may mount a file: root in a container mostly may not."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    may_administer = int(status["CapEff"], 16) >> CAP_SYS_ADMIN & 1
    return bool(may_administer) and Path("/dev/loop-control").exists() and all(map(_program, PROGRAMS))


@contextlib.contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    """An empty disk at `folder`, which is made; only where `mountable`."""
    folder.mkdir(parents=True)
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(SIZE)
    _run("mkfs.ext4", "-q", "-m", "0", str(image))
    _run("mount", "-o", "loop", str(image), str(folder))
    try:
        yield SmallDisk(folder)
    finally:
        _run("umount", "--lazy", str(folder))
        image.unlink()


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _run(name: str, *arguments: str) -> None:
    subprocess.run([_program(name) or name, *arguments], check=True)  # noqa: S603 - our own words
