"""A process whose host's clock is wrong: a small library between it and the C library shifts the time of day."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VARIABLE = "CHAOS_SKEW_SECONDS"
_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long skew(void) { const char *s = getenv("CHAOS_SKEW_SECONDS"); return s ? atol(s) : 0; }
int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(id, t);
    if (!done && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += skew();
    return done;
}
int gettimeofday(struct timeval *t, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    t->tv_sec = now.tv_sec; t->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *t) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (t) *t = now.tv_sec;
    return now.tv_sec;
}
"""


def can_be_wrong() -> bool:
    """Say whether this machine can show a process another time: Linux with a C compiler."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def set_clock_wrong(seconds: int) -> None:
    """Start this program anew in this process with a clock that is so many seconds ahead (or behind)."""
    if VARIABLE in os.environ:
        return
    environ = {**os.environ, "LD_PRELOAD": str(library()), VARIABLE: str(seconds)}
    os.execve(sys.executable, [sys.executable, "-m", "tests.chaos.hand", *sys.argv[1:]], environ)  # noqa: S606


def library() -> Path:
    """Return the library, compiled once."""
    made = Path(tempfile.gettempdir()) / f"bihuan-chaos-clock-{os.geteuid()}.so"
    if not made.exists():
        half = made.with_suffix(f".{os.getpid()}")
        command = ["cc", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", str(half), "-ldl"]
        subprocess.run(command, input=_SOURCE, text=True, check=True)
        half.replace(made)
    return made
