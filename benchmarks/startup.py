#!/usr/bin/env python3
"""Times from process start to the first row of a script and to the visible prompt, as a person sees them.

    benchmarks/startup.py [RUNS]

Run bin/leat once before, so that the tree is built and its class archive exists. Prints each figure's median and range.
"""
import os
import pty
import select
import signal
import statistics
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEAT = os.path.join(ROOT, "bin", "leat")
DEADLINE = 30


def until(arguments, wanted, terminal):
    """Seconds until `wanted(output so far)` holds."""
    start = time.monotonic()
    if terminal:
        child, fd = pty.fork()
    else:
        fd, end = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(end, 1)
    if child == 0:
        os.execv(LEAT, [LEAT] + arguments)
    seen = b""
    while not wanted(seen):
        if time.monotonic() - start > DEADLINE or not select.select([fd], [], [], DEADLINE)[0]:
            raise SystemExit("nothing within %d s; got %r" % (DEADLINE, seen))
        seen += os.read(fd, 65536)
    elapsed = time.monotonic() - start
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(fd)
    return elapsed


def report(what, target, runs, arguments, wanted, terminal):
    times = sorted(until(arguments, wanted, terminal) for _ in range(runs))
    print(
        "%s: median %.2f s of %d, from %.2f to %.2f (target: at most %.1f)"
        % (what, statistics.median(times), runs, times[0], times[-1], target)
    )


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    example = os.path.join(ROOT, "examples", "datagen.sql")
    csv = ["-f", example, "--format", "csv", "--quiet"]
    report("first row, csv", 1.5, runs, csv, lambda seen: seen.count(b"\n") >= 2, False)
    table = ["-f", example, "--quiet"]
    report("first row, table", 1.5, runs, table, lambda seen: seen.count(b"\n") >= 3, False)
    report("prompt", 1.0, runs, [], lambda seen: b"leat>" in seen, True)


if __name__ == "__main__":
    main()
