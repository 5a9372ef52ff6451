"""A file in the browser on its way: kept while it is needed, forgotten after, and never half-way."""

from datetime import timedelta

import pytest

from referral_files import IN, OUT, table
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.importing import jobs, progress
from remissvakt.importing.models import ImportJob, JobState
from remissvakt.referrals.models import Referral


@pytest.fixture
def begin(region, now):
    def call(*lines, actor=None, raw=None, create_units=False):
        job = jobs.begin_job(
            raw=table(*lines).encode() if raw is None else raw,
            unit_id=region.health_centre.id,
            create_units=create_units,
            actor=actor or region.secretary,
            now=now,
        )
        job.refresh_from_db()
        return job

    return call


def test_a_checked_file_waits_for_its_confirmation(begin, now):
    job = begin(OUT, IN)
    assert (job.state, job.report["new"], job.report["fault_total"]) == (JobState.CHECKED, 2, 0)
    assert job.content is not None
    assert not Referral.objects.exists()


def test_a_confirmed_file_is_brought_in_and_forgotten(begin, region, now):
    job = begin(OUT, IN)
    jobs.confirm_job(job=job, actor=region.secretary, now=now)
    job.refresh_from_db()
    assert (job.state, job.content) == (JobState.DONE, None)
    assert (job.outcome["outgoing"], job.outcome["incoming"]) == (1, 1)
    assert Referral.objects.count() == 2
    with pytest.raises(Refusal) as caught:
        jobs.confirm_job(job=job, actor=region.secretary, now=now)
    assert caught.value.code == "not_checked"
    assert Referral.objects.count() == 2


def test_a_file_with_faults_cannot_be_brought_in(begin, region, now):
    job = begin({**OUT, "Status": "Grön"})
    with pytest.raises(Refusal) as caught:
        jobs.confirm_job(job=job, actor=region.secretary, now=now)
    assert caught.value.code == "has_faults"
    assert not Referral.objects.exists()


def test_an_unreadable_file_is_forgotten_and_the_reason_kept(begin):
    job = begin(raw=b"%PDF-1.7")
    assert (job.state, job.content) == (JobState.UNREADABLE, None)
    assert "PDF" in job.refusal


def test_what_has_changed_since_the_check_is_found_before_anything_is_written(begin, region, now):
    from factories import make_absent

    job = begin(OUT)
    make_absent(person_id=region.secretary.person_id, from_on=now.date(), to_on=None, now=now)
    jobs.confirm_job(job=job, actor=region.secretary, now=now)
    job.refresh_from_db()
    assert (job.state, job.report["fault_total"]) == (JobState.CHECKED, 1)
    assert not Referral.objects.exists()


def test_a_dropped_file_is_forgotten(begin, now):
    job = begin(OUT)
    jobs.drop_job(job=job, now=now)
    job.refresh_from_db()
    assert (job.state, job.content) == (JobState.DROPPED, None)
    with pytest.raises(Refusal):
        jobs.drop_job(job=job, now=now)


def test_a_file_left_lying_is_forgotten_after_a_day(begin, now):
    job = begin(OUT)
    jobs.drop_old_jobs(now=now + timedelta(hours=23))
    job.refresh_from_db()
    assert job.content is not None
    jobs.drop_old_jobs(now=now + timedelta(hours=25))
    job.refresh_from_db()
    assert (job.state, job.content) == (JobState.DROPPED, None)


def test_another_person_s_file_does_not_exist(begin, region, now):
    job = begin(OUT)
    assert jobs.open_job(job_id=job.id, actor=region.secretary, now=now).id == job.id
    for other in (region.manager, region.eye_secretary, region.administrator):
        with pytest.raises(NotFound):
            jobs.open_job(job_id=job.id, actor=other, now=now)


@pytest.mark.parametrize("state", [JobState.IMPORTING, JobState.CHECKING])
def test_a_job_whose_process_died_can_be_begun_again(begin, region, now, state):
    job = begin(OUT)
    ImportJob.objects.filter(id=job.id).update(state=state, changed_at=now)
    soon = now + timedelta(seconds=progress.SILENT_AFTER - 10)
    assert jobs.open_job(job_id=job.id, actor=region.secretary, now=soon).state == state
    later = now + timedelta(seconds=progress.SILENT_AFTER + 10)
    again = jobs.open_job(job_id=job.id, actor=region.secretary, now=later)
    assert again.state == (JobState.CHECKED if state == JobState.IMPORTING else JobState.DROPPED)
    assert "Inget är infört" in again.refusal


def test_a_failure_of_ours_leaves_a_job_that_can_be_begun_again(begin, region, now, monkeypatch):
    job = begin(OUT)

    def fail(**kwargs):
        raise RuntimeError("Tolvan Tolvansson 19121212-1212")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "import_open", fail)
        jobs.confirm_job(job=job, actor=region.secretary, now=now)
    job.refresh_from_db()
    assert job.state == JobState.CHECKED
    assert "försök igen" in job.refusal
    assert "Tolvan" not in job.refusal
    jobs.confirm_job(job=job, actor=region.secretary, now=now)
    assert Referral.objects.count() == 1


def test_a_role_that_may_not_leaves_no_file(region, begin):
    with pytest.raises(Refusal):
        begin(OUT, actor=region.administrator)
    with pytest.raises(NotFound):
        begin(OUT, actor=region.eye_secretary)
    with pytest.raises(Refusal):
        begin(OUT, actor=region.manager, create_units=True)
    assert not ImportJob.objects.exists()


def test_progress_is_told_in_a_file_that_only_its_owner_reads(begin, settings, tmp_path):
    settings.REMISSVAKT_DATA = tmp_path
    job = begin(OUT)
    progress.tell(job.id, done=3, total=7)
    assert progress.read(job.id) == (3, 7)
    (path,) = settings.REMISSVAKT_DATA.glob("imports/*")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    progress.forget(job.id)
    assert progress.read(job.id) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_checked_and_brought_in_apart(now, monkeypatch):
    import threading

    from factories import make_region

    region = make_region(now=now)
    monkeypatch.setattr(jobs, "SHORT_FILE", 0)
    raw = table(OUT, IN).encode()

    def wait():
        for thread in threading.enumerate():
            if thread.name == "import":
                thread.join(timeout=30)

    job = jobs.begin_job(
        raw=raw, unit_id=region.health_centre.id, create_units=False, actor=region.secretary, now=now
    )
    wait()
    job.refresh_from_db()
    assert job.state == JobState.CHECKED
    jobs.confirm_job(job=job, actor=region.secretary, now=now)
    wait()
    job.refresh_from_db()
    assert (job.state, job.content, Referral.objects.count()) == (JobState.DONE, None, 2)
