"""Every read leaves a row in the transaction of the read, or nothing is read (S1, S2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from remissvakt.audit.access import ReadOutsideTransaction, log_read, log_reads
from remissvakt.audit.models import AccessLog


def test_a_read_is_kept_with_who_where_why_what_and_whom(db, now, reader):
    patient, referral = uuid4(), uuid4()
    log_read(actor=reader, patient_id=patient, action="open_referral", now=now, referral_id=referral)
    row = AccessLog.objects.get()
    assert (row.at, row.action) == (now, "open_referral")
    assert (row.person_id, row.person_name) == (reader.person_id, "Sara Sjö")
    assert (row.assignment_id, row.role, row.purpose) == (
        reader.assignment_id,
        "secretary",
        "Vård och behandling",
    )
    assert (row.unit_id, row.unit_name, row.provider_id) == (
        reader.unit_id,
        "Vårdcentralen Eken",
        reader.provider_id,
    )
    assert (row.patient_id, row.referral_id) == (patient, referral)


def test_a_page_of_fifty_is_one_statement(db, now, reader, django_assert_num_queries):
    pairs = [(uuid4(), uuid4()) for _ in range(50)]
    with django_assert_num_queries(1):
        log_reads(actor=reader, patients=[*pairs, pairs[0]], action="list", now=now)
    assert set(AccessLog.objects.values_list("patient_id", "referral_id")) == set(pairs)
    assert AccessLog.objects.count() == 50


def test_an_empty_page_is_no_read(db, now, reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        log_reads(actor=reader, patients=[], action="list", now=now)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_may_be_read(now, reader):
    with pytest.raises(ReadOutsideTransaction):
        log_read(actor=reader, patient_id=uuid4(), action="open_referral", now=now)
    assert not AccessLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_read_that_fails_leaves_no_row(now, reader):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log_read(actor=reader, patient_id=uuid4(), action="open_referral", now=now)
        raise ZeroDivisionError
    assert not AccessLog.objects.filter(at__gte=now - timedelta(days=1)).exists()
