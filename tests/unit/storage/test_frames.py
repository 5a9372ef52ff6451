"""An encrypted file: whatever is cut off, moved, changed or taken from another file is seen."""

import hashlib
import os

import pytest

from remissvakt.storage.errors import Damaged
from remissvakt.storage.frames import (
    FRAME,
    HEADER,
    TAG,
    FileCipher,
    Header,
    new_salt,
    read_header,
    stored_size,
)

KEY = os.urandom(32)


def sealed(*, parts, key=KEY):
    salt = new_salt()
    cipher = FileCipher(key=key, salt=salt)
    plain = b"".join(parts)
    header = Header(key_name="now", salt=salt, size=len(plain), sha256=hashlib.sha256(plain).hexdigest())
    frames = [
        cipher.seal(part, number=number, last=number == len(parts) - 1) for number, part in enumerate(parts)
    ]
    return cipher, cipher.header(header), frames


def test_what_was_sealed_is_opened():
    cipher, raw, frames = sealed(parts=[b"a" * FRAME, b"b"])
    cipher.check(raw)
    header = read_header(raw)
    assert (header.key_name, header.size, header.frames) == ("now", FRAME + 1, 2)
    assert stored_size(header.size) == len(raw) + sum(map(len, frames)) == HEADER + FRAME + 1 + 2 * TAG
    assert cipher.open(frames[0], number=0, last=False) == b"a" * FRAME
    assert cipher.open(frames[1], number=1, last=True) == b"b"


def test_an_empty_file_has_one_empty_frame():
    cipher, raw, frames = sealed(parts=[b""])
    assert read_header(raw).frames == 1
    assert cipher.open(frames[0], number=0, last=True) == b""


@pytest.mark.parametrize("place", range(HEADER))
def test_every_bit_of_the_header_counts(place):
    cipher, raw, _frames = sealed(parts=[b"a"])
    changed = bytearray(raw)
    changed[place] ^= 1
    with pytest.raises(Damaged):
        read_header(bytes(changed))
        cipher.check(bytes(changed))


def test_a_frame_changed_moved_or_no_longer_last_is_refused():
    cipher, _raw, frames = sealed(parts=[b"a" * FRAME, b"b" * FRAME, b"c"])
    changed = bytearray(frames[0])
    changed[-1] ^= 1
    for wrong, number, last in (
        (bytes(changed), 0, False),
        (frames[1], 0, False),
        (frames[1], 1, True),  # the file ends here, says somebody who cut it off
        (frames[2], 2, False),
        (frames[0][:-1], 0, False),
        (b"", 0, False),
    ):
        with pytest.raises(Damaged):
            cipher.open(wrong, number=number, last=last)


def test_a_frame_of_another_file_under_the_same_key_is_refused():
    cipher, raw, frames = sealed(parts=[b"a"])
    other, other_raw, other_frames = sealed(parts=[b"a"])
    assert raw != other_raw and frames != other_frames
    with pytest.raises(Damaged):
        cipher.open(other_frames[0], number=0, last=True)
    with pytest.raises(Damaged):
        other.check(raw)


def test_another_key_opens_nothing():
    _cipher, raw, _frames = sealed(parts=[b"a"])
    with pytest.raises(Damaged):
        FileCipher(key=os.urandom(32), salt=read_header(raw).salt).check(raw)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7" * 40, b"RVF\x01" + b"\xff" * 104])
def test_what_is_no_stored_file_is_refused(raw):
    with pytest.raises(Damaged):
        read_header(raw)
