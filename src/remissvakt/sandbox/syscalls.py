"""Which calls to the kernel may a locked child make? Those that compute, and read and write what is already open.

Everything that is not named gets EPERM: files, network, other processes, and whatever the kernel will learn to do
next. The filter is written in the kernel's own small language (classic BPF; seccomp(2)).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from dataclasses import dataclass, field

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_CALL_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16  # in struct seccomp_data, little-endian
_CLONE_THREAD = 0x00010000
_SET_MODE_FILTER, _ALL_THREADS = 1, 1


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of the calls on one kind of processor."""

    architecture: int
    seccomp: int
    clone: int
    clone3: int
    allowed: tuple[int, ...] = field(repr=False)


MACHINES = {
    "x86_64": Machine(
        architecture=0xC000003E,
        seccomp=317,
        clone=56,
        clone3=435,
        # read write close fstat poll lseek mmap mprotect munmap brk; rt_sigaction rt_sigprocmask rt_sigreturn
        # readv writev sched_yield mremap madvise nanosleep getpid exit; getrusage sysinfo times sigaltstack
        # gettid futex sched_getaffinity restart_syscall clock_gettime clock_nanosleep exit_group
        # set_robust_list getrandom membarrier rseq
        allowed=(
            *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 35, 39, 60, 98, 99, 100, 131),
            *(186, 202, 204, 219, 228, 230, 231, 273, 318, 324, 334),
        ),
    ),
    "aarch64": Machine(
        architecture=0xC00000B7,
        seccomp=277,
        clone=220,
        clone3=435,
        # The same; ppoll in place of poll.
        allowed=(
            *(63, 64, 57, 80, 73, 62, 222, 226, 215, 214, 134, 135, 139, 65, 66, 124, 216, 233, 101, 172, 93),
            *(165, 179, 153, 132, 178, 98, 123, 128, 113, 115, 94, 99, 278, 283, 293),
        ),
    ),
}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def machine() -> Machine | None:
    """The numbers of this machine; None where no filter is known for it."""
    return MACHINES.get(platform.machine()) if sys.platform == "linux" else None


def program(numbers: Machine, *, threads: bool) -> list[tuple[int, int, int, int]]:
    """Return the filter: (code, jump if so, jump if not, value) for each instruction."""
    deny, allow = (_RETURN, 0, 0, _DENY | errno.EPERM), (_RETURN, 0, 0, _ALLOW)
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, numbers.architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _CALL_AT),
    ]
    for number in numbers.allowed:
        lines += [(_EQUAL, 0, 1, number), allow]
    if threads:
        # "No such call" makes the C library use clone, whose flags can be looked at.
        lines += [(_EQUAL, 0, 1, numbers.clone3), (_RETURN, 0, 0, _DENY | errno.ENOSYS)]
        lines += [(_EQUAL, 0, 3, numbers.clone), (_LOAD, 0, 0, _FIRST_ARGUMENT_AT)]
        lines += [(_ANY_BIT, 0, 1, _CLONE_THREAD), allow]
    return [*lines, deny]


def install(*, threads: bool) -> bool:
    """Lock this process, all its threads, for good. False where the kernel or the machine cannot."""
    numbers = machine()
    if numbers is None:
        return False
    lines = program(numbers, threads=threads)
    filled = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    whole = _Program(len(lines), filled)
    library = ctypes.CDLL(None, use_errno=True)
    done = library.syscall(
        ctypes.c_long(numbers.seccomp),
        ctypes.c_ulong(_SET_MODE_FILTER),
        ctypes.c_ulong(_ALL_THREADS),
        ctypes.byref(whole),
    )
    return done == 0 and _denied()


def _denied() -> bool:
    """Try it: a filter that does not hold is none."""
    try:
        os.close(os.open("/", os.O_RDONLY))
    except OSError as error:
        return error.errno == errno.EPERM
    return False
