"""The tool that kills is itself to be trusted: it finds careless operations, and puts everything back."""

import pytest

from killing import kill_at_every_step
from remissvakt.storage.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


def row(name, now):
    StoredFile.objects.create(sha256=name * 64, size=1, media_type="text/plain", key_name="k", stored_at=now)


def test_a_row_before_its_file_is_found(tmp_path, now):
    def careless():
        row("0", now)
        (tmp_path / "file").write_text("Remiss")

    def every_row_has_its_file():
        assert not StoredFile.objects.exists() or (tmp_path / "file").exists()

    with pytest.raises(AssertionError) as found:
        kill_at_every_step(careless, every_row_has_its_file, folders=[tmp_path])
    assert found.value.__notes__ == ["killed before step 2: open for writing"]


def test_two_effects_instead_of_one_are_found(now):
    def twice():
        row(str(StoredFile.objects.count()), now)

    def one():
        assert StoredFile.objects.count() == 1

    with pytest.raises(AssertionError) as found:
        kill_at_every_step(twice, lambda: None, done=one)
    assert "the end" in found.value.__notes__[0]


def test_everything_is_put_back_between_two_kills(tmp_path, now):
    row("a", now)
    (tmp_path / "file").write_text("före")
    seen = []

    def change():
        StoredFile.objects.filter(sha256="a" * 64).update(size=2)
        (tmp_path / "file").write_text("efter")
        (tmp_path / "other").write_text("efter")

    def look():
        seen.append((StoredFile.objects.get().size, (tmp_path / "file").read_text()))

    steps = kill_at_every_step(change, look, done=lambda: None, folders=[tmp_path])
    assert len(steps) == len(seen) == 4
    assert seen == [(1, "före"), (2, "före"), (2, "efter"), (2, "efter")]


def test_an_operation_that_fails_by_itself_is_told_of():
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        kill_at_every_step(lambda: 1 / 0, lambda: None)
