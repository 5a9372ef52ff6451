"""Error pages: whole, as a part for htmx, and without a word about what may not be seen."""

import errno

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, ProgrammingError
from django.http import Http404
from django.test import RequestFactory

from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.web import errors

GET = RequestFactory().get("/")
HTMX = RequestFactory().get("/", headers={"HX-Request": "true"})


def _caused(cause: Exception) -> ProgrammingError:
    """As Django hands on what the driver says."""
    error = ProgrammingError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("status", errors.STATUSES)
def test_each_status_has_a_page_with_a_heading(status: int) -> None:
    response = errors.error_response(GET, status=status)
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert "<!doctype html>" in html
    assert 'lang="sv"' in html


@pytest.mark.parametrize("status", errors.STATUSES)
def test_htmx_gets_a_box_in_the_line_for_messages(status: int) -> None:
    response = errors.error_response(HTMX, status=status)
    assert response.status_code == status
    assert response["HX-Retarget"] == "#status"
    assert response["HX-Reselect"] == "#error"
    assert b'id="error"' in response.content
    assert b"<html" not in response.content


def test_missing_and_forbidden_give_the_same_bytes() -> None:
    pages = {
        errors.not_found(GET, Http404("Referral matches no row")).content,
        errors.refusal_response(GET, NotFound()).content,
        errors.refusal_response(GET, NotFound("other_unit", "En annan enhets remiss.")).content,
        errors.refusal_response(GET, NotFound(), back_url="/referrals/1/").content,
    }
    assert len(pages) == 1


def test_a_stale_version_says_who_was_first_and_leads_to_the_new_state() -> None:
    refusal = Stale(text="Anna Andersson hann före.")
    html = errors.refusal_response(GET, refusal, back_url="/referrals/1/").content.decode()
    assert "Anna Andersson hann före." in html
    assert 'href="/referrals/1/"' in html


def test_a_refusal_without_a_form_is_a_conflict() -> None:
    response = errors.refusal_response(GET, Refusal("already_sent", "Remissen är redan <skickad>."))
    assert response.status_code == 409
    assert "Remissen är redan &lt;skickad&gt;." in response.content.decode()


def test_the_exception_never_reaches_the_page() -> None:
    secret = "personnummer 191212121212"
    for response in (
        errors.bad_request(GET, SuspiciousOperation(secret)),
        errors.forbidden(GET, PermissionDenied(secret)),
        errors.not_found(GET, Http404(secret)),
        errors.csrf_failure(GET, reason=secret),
    ):
        assert "191212121212" not in response.content.decode()


def test_too_much_data_is_told_apart() -> None:
    assert errors.bad_request(GET, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(GET, SuspiciousOperation()).status_code == 400


def test_there_is_no_page_for_other_statuses() -> None:
    with pytest.raises(ValueError, match="418"):
        errors.error_response(GET, status=418)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 503),
        (OperationalError("attempt to write a readonly database"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (FileNotFoundError(errno.ENOENT, "No such file"), 500),
        (ProgrammingError("no such column"), 500),
        (_caused(psycopg.errors.InsufficientPrivilege("could not extend file: Read-only file system")), 503),
        (_caused(psycopg.errors.UndefinedColumn("no such column")), 500),
        (ValueError("x"), 500),
    ],
)
def test_what_passes_is_told_apart_from_a_fault_of_ours(error: Exception, status: int) -> None:
    try:
        raise error
    except Exception:
        response = errors.server_error(GET)
    assert response.status_code == status
    assert response.has_header("Retry-After") == (status == 503)
    assert ("skicka det igen" in response.content.decode()) == (status == 503)
