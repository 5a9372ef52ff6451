"""Who may open what, and who may send what there: every address × every role × own unit, other unit, nobody.

The tables are the documented policy (safety S4). An address that is missing in them fails the build, and
so does one that answers somebody otherwise than they say. What belongs to another unit answers 404, as
what does not exist (S5). Answers: a status; `go` is a redirect, `login` one to the login page.

Objects belong to the health centre; `receiver` is the doctor of the eye clinic that has the case, `other` a
secretary of a clinic that is no party. The pool serves the health centre and the eye clinic with the usual nodes:
where it answers 200, the object is one with work there, or one that is not about a patient.
"""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.integration.web.auth_world import World

from remissvakt.core.clock import SystemClock

COLUMNS = (
    "secretary",
    "doctor",
    "clinician",
    "manager",
    "pool",
    "administrator",
    "receiver",
    "other",
    "nobody",
)

#   page                   secr.  doct. clin. mana.  pool admin recei other nobody
OPENS = """
    healthz                  200   200   200   200   200   200   200   200   200
    readyz                   200   200   200   200   200   200   200   200   200
    login                     go    go    go    go    go    go    go    go   200
    logout                   405   405   405   405   405   405   405   405 login
    keepalive                204   204   204   204   204   204   204   204 login
    choose_assignment        200   200   200   200   200   200   200   200 login
    change_password          200   200   200   200   200   200   200   200 login
    demo_login               405   405   405   405   405   405   405   405   405
    account                  200   200   200   200   200   200   200   200 login
    preferences              405   405   405   405   405   405   405   405 login
    home                      go    go    go    go    go    go    go    go login
    help                     200   200   200   200   200   200   200   200 login
    counts                   200   200   200   200   200   404   200   200 login
    delete_favourite         405   405   405   405   405   405   405   405 login
    my_list                  200   200   200   404   200   404   200   200 login
    our_list                 200   200   200   200   404   404   200   200 login
    new_rows                 200   200   200   200   404   404   200   200 login
    print_list               200   200   200   200   404   404   200   200 login
    export_list              200   200   200   200   404   404   200   200 login
    filter_page              200   200   200   200   404   404   200   200 login
    bulk                     405   405   405   405   405   405   405   405 login
    save_favourite           405   405   405   405   405   405   405   405 login
    daily                    200   200   200   200   404   404   200   200 login
    read_date                422   422   422   422   422   422   422   422 login
    referral                 200   200   200   404   200   404   200   404 login
    act                      200   200   200   404   200   404   409   404 login
    edit_text                200   200   200   404   200   404   404   404 login
    edit_answer              404   404   404   404   200   404   200   404 login
    referral_letter          200   200   200   404   200   404   200   404 login
    reply_letter             200   200   200   404   200   404   200   404 login
    delivery_letter          200   200   200   404   200   404   404   404 login
    print_delivery           405   405   405   405   405   405   405   405 login
    printed_pdf              200   200   200   404   200   404   404   404 login
    edit_letter              200   200   200   404   200   404   404   404 login
    print_runs               200   200   200   403   200   403   200   200 login
    print_run                200   200   200   403   200   403   404   404 login
    print_run_go_on          405   405   405   405   405   405   405   405 login
    print_run_posted         405   405   405   405   405   405   405   405 login
    print_run_pdf            200   200   200   403   200   403   404   404 login
    new_referral             200   200   200   403   200   403   200   200 login
    register_arrival         200   200   200   403   200   403   200   200 login
    register_paper           200   200   200   403   200   403   200   200 login
    paper                    200   200   200   403   404   403   404   404 login
    scans                    200   200   200   403   200   403   200   200 login
    scan                     200   200   200   403   404   403   404   404 login
    scan_original            200   200   200   403   404   403   404   404 login
    separator_sheet          200   200   200   403   200   403   200   200 login
    page_picture             200   200   200   403   404   403   404   404 login
    page_small_picture       200   200   200   403   404   403   404   404 login
    certificate              200   200   200   403   404   403   404   404 login
    search                   200   200   200   403   200   403   200   200 login
    new_patient              200   200   200   403   200   403   200   200 login
    patient                  200   200   200   403   200   403   200   404 login
    change_patient           200   200   200   403   200   403   200   404 login
    unit_settings            200   200   200   200   200   403   200   200 login
    unit_contact             403   403   403   200   403   403   403   403 login
    unit_limits              200   200   200   200   404   403   200   200 login
    unit_priorities          200   200   200   200   404   403   200   200 login
    unit_texts               200   200   200   200   404   403   200   200 login
    unit_text_new            403   403   403   200   403   403   403   403 login
    unit_text                403   403   403   200   403   403   403   403 login
    unit_text_retire         403   403   403   200   403   403   403   403 login
    unit_letters             200   200   200   200   404   403   200   200 login
    unit_letters_preview     403   403   403   200   403   403   403   403 login
    unit_letters_picture     200   200   200   200   404   403   200   200 login
    unit_forwarding          200   200   200   200   404   403   200   200 login
    unit_forwarding_end      403   403   403   200   403   403   403   403 login
    unit_people              200   200   200   200   200   403   200   200 login
    unit_assign              403   403   403   200   403   403   403   403 login
    unit_person              200   200   200   200   404   403   404   404 login
    unit_assignment_end      403   403   403   200   403   403   403   403 login
    unit_absences            200   200   200   200   200   403   200   200 login
    unit_report              403   403   403   200   403   403   403   403 login
    admin_report             403   403   403   403   403   200   403   403 login
    unit_absence_new         200   200   200   200   200   403   200   200 login
    unit_absence             404   404   404   200   404   403   404   404 login
    unit_delegations         200   200   200   200   404   403   200   200 login
    unit_delegate            403   403   403   200   403   403   403   403 login
    unit_delegation_end      403   403   403   200   403   403   403   403 login
    administration           403   403   403   403   403   200   403   403 login
    admin_providers          403   403   403   403   403   200   403   403 login
    admin_provider_new       403   403   403   403   403   200   403   403 login
    admin_provider           403   403   403   403   403   200   403   403 login
    admin_units              403   403   403   403   403   200   403   403 login
    admin_unit_new           403   403   403   403   403   200   403   403 login
    admin_unit               403   403   403   403   403   200   403   403 login
    admin_unit_change        403   403   403   403   403   200   403   403 login
    admin_unit_close         403   403   403   403   403   200   403   403 login
    admin_unit_serve         403   403   403   403   403   200   403   403 login
    admin_service_end        403   403   403   403   403   200   403   403 login
    admin_people             403   403   403   403   403   200   403   403 login
    admin_person_new         403   403   403   403   403   200   403   403 login
    admin_person             403   403   403   403   403   200   403   403 login
    admin_person_change      403   403   403   403   403   200   403   403 login
    admin_person_close       403   403   403   403   403   200   403   403 login
    admin_assign             403   403   403   403   403   200   403   403 login
    admin_account            403   403   403   403   403   200   403   403 login
    admin_password           403   403   403   403   403   404   403   403 login
    admin_assignment_end     403   403   403   403   403   200   403   403 login
    admin_forwarding         403   403   403   403   403   200   403   403 login
    admin_forwarding_decide   403   403   403   403   403   200   403   403 login
    admin_events             403   403   403   403   403   200   403   403 login
    admin_access             403   403   403   403   403   200   403   403 login
    admin_access_find        403   403   403   403   403    go   403   403 login
    admin_access_file        403   403   403   403   403   200   403   403 login
    admin_access_reviewed    403   403   403   403   403   200   403   403 login
    record                   200   200   200   403   200   403   404   404 login
    record_finish            405   405   405   405   405   405   405   405 login
    record_reopen            405   405   405   405   405   405   405   405 login
    record_upload            405   405   405   405   405   405   405   405 login
    record_state             422   200   422   403   422   403   404   404 login
    record_take              405   405   405   405   405   405   405   405 login
    record_part              405   405   405   405   405   405   405   405 login
    record_stop              405   405   405   405   405   405   405   405 login
    recording_audio          200   200   200   403   200   403   404   404 login
    take_audio               200   200   200   403   200   403   404   404 login
    take_original            200   200   200   403   200   403   404   404 login
    typing_habits            200   200   200   403   200   403   200   200 login
    dictation_load           200   200   200   200   200   403   200   200 login
    transcribe               200   200   200   403   200   403   404   404 login
    take_dictation           405   405   405   405   405   405   405   405 login
    mark_unclear             405   405   405   405   405   405   405   405 login
    settle_unclear           405   405   405   405   405   405   405   405 login
    send_back_dictation      405   405   405   405   405   405   405   405 login
    unit_phrases             200   200   200   200   200   403   200   200 login
    unit_phrase_new          200   403   403   200   200   403   403   200 login
    unit_phrase              200   403   403   200   404   403   403   404 login
    unit_phrase_retire       200   403   403   200   404   403   403   404 login
    import                   200   200   200   200   200   403   200   200 login
    import_template          200   200   200   200   200   403   200   200 login
    import_job               200   404   404   404   404   403   404   404 login
    import_confirm           405   405   405   405   405   405   405   405 login
    import_drop              405   405   405   405   405   405   405   405 login
"""

# The same after a POST of an empty form: 422 is a form that may be filled in, 409 one that is out of date.
SENDS = """
    healthz                  405   405   405   405   405   405   405   405   405
    readyz                   405   405   405   405   405   405   405   405   405
    login                    422   422   422   422   422   422   422   422   422
    keepalive                405   405   405   405   405   405   405   405 login
    choose_assignment        404   404   404   404   404   404   404   404 login
    change_password          200   200   200   200   200   200   200   200 login
    demo_login               404   404   404   404   404   404   404   404   404
    account                  405   405   405   405   405   405   405   405 login
    preferences               go    go    go    go    go    go    go    go login
    home                     405   405   405   405   405   405   405   405 login
    help                     405   405   405   405   405   405   405   405 login
    counts                   405   405   405   405   405   405   405   405 login
    delete_favourite          go   404   404   404   404   404   404   404 login
    my_list                  405   405   405   405   405   405   405   405 login
    our_list                 405   405   405   405   405   405   405   405 login
    new_rows                 405   405   405   405   405   405   405   405 login
    print_list               405   405   405   405   405   405   405   405 login
    export_list              405   405   405   405   405   405   405   405 login
    filter_page              405   405   405   405   405   405   405   405 login
    bulk                      go    go    go    go   404   404    go    go login
    save_favourite            go    go    go    go   404   404    go    go login
    daily                    409   409   409   409   404   404   409   409 login
    read_date                405   405   405   405   405   405   405   405 login
    referral                 405   405   405   405   405   405   405   405 login
    act                      422   422   422   404   422   404   422   404 login
    edit_text                409   409   409   404   409   404   404   404 login
    edit_answer              404   404   404   404   409   404   409   404 login
    referral_letter          405   405   405   405   405   405   405   405 login
    reply_letter             405   405   405   405   405   405   405   405 login
    delivery_letter          405   405   405   405   405   405   405   405 login
    print_delivery           409   409   409   404   409   404   404   404 login
    printed_pdf              405   405   405   405   405   405   405   405 login
    edit_letter              422   422   422   404   422   404   404   404 login
    print_runs               405   405   405   405   405   405   405   405 login
    print_run                405   405   405   405   405   405   405   405 login
    print_run_go_on           go    go    go   403    go   403   404   404 login
    print_run_posted          go    go    go   403    go   403   404   404 login
    print_run_pdf            405   405   405   405   405   405   405   405 login
    new_referral             200   200   200   403   200   403   200   200 login
    register_arrival         200   200   200   403   200   403   200   200 login
    register_paper           422   422   422   403   200   403   422   422 login
    paper                    422   422   422   403   404   403   404   404 login
    scans                    422   422   422   403   200   403   422   422 login
    scan                     422   422   422   403   404   403   404   404 login
    scan_original            405   405   405   405   405   405   405   405 login
    separator_sheet          405   405   405   405   405   405   405   405 login
    page_picture             405   405   405   405   405   405   405   405 login
    page_small_picture       405   405   405   405   405   405   405   405 login
    certificate              422   422   422   403   404   403   404   404 login
    search                   422   422   422   403   422   403   422   422 login
    new_patient              422   422   422   403   422   403   422   422 login
    patient                  200   200   200   403   200   403   200   404 login
    change_patient           422   422   422   403   422   403   422   404 login
    unit_settings            405   405   405   405   405   403   405   405 login
    unit_contact             403   403   403   422   403   403   403   403 login
    unit_limits              403   403   403   422   404   403   403   403 login
    unit_priorities          403   403   403   422   404   403   403   403 login
    unit_texts               405   405   405   405   405   403   405   405 login
    unit_text_new            403   403   403   422   403   403   403   403 login
    unit_text                403   403   403   422   403   403   403   403 login
    unit_text_retire         403   403   403    go   403   403   403   403 login
    unit_letters             403   403   403   422   404   403   403   403 login
    unit_letters_preview     403   403   403   422   403   403   403   403 login
    unit_letters_picture     405   405   405   405   405   403   405   405 login
    unit_forwarding          403   403   403   422   404   403   403   403 login
    unit_forwarding_end      403   403   403   409   403   403   403   403 login
    unit_people              405   405   405   405   405   403   405   405 login
    unit_assign              403   403   403   422   403   403   403   403 login
    unit_person              405   405   405   405   405   403   405   405 login
    unit_assignment_end      403   403   403    go   403   403   403   403 login
    unit_absences            405   405   405   405   405   403   405   405 login
    unit_report              403   403   403   405   403   403   403   403 login
    admin_report             403   403   403   403   403   405   403   403 login
    unit_absence_new         422   422   422   422   422   403   422   422 login
    unit_absence             404   404   404   422   404   403   404   404 login
    unit_delegations         405   405   405   405   405   403   405   405 login
    unit_delegate            403   403   403   422   403   403   403   403 login
    unit_delegation_end      403   403   403    go   403   403   403   403 login
    administration           403   403   403   403   403   405   403   403 login
    admin_providers          403   403   403   403   403   405   403   403 login
    admin_provider_new       403   403   403   403   403   422   403   403 login
    admin_provider           403   403   403   403   403   422   403   403 login
    admin_units              403   403   403   403   403   405   403   403 login
    admin_unit_new           403   403   403   403   403   422   403   403 login
    admin_unit               403   403   403   403   403   405   403   403 login
    admin_unit_change        403   403   403   403   403   422   403   403 login
    admin_unit_close         403   403   403   403   403   409   403   403 login
    admin_unit_serve         403   403   403   403   403   422   403   403 login
    admin_service_end        403   403   403   403   403    go   403   403 login
    admin_people             403   403   403   403   403   405   403   403 login
    admin_person_new         403   403   403   403   403   422   403   403 login
    admin_person             403   403   403   403   403   405   403   403 login
    admin_person_change      403   403   403   403   403   422   403   403 login
    admin_person_close       403   403   403   403   403    go   403   403 login
    admin_assign             403   403   403   403   403   404   403   403 login
    admin_account            403   403   403   403   403   404   403   403 login
    admin_password           403   403   403   403   403   404   403   403 login
    admin_assignment_end     403   403   403   403   403   422   403   403 login
    admin_forwarding         403   403   403   403   403   405   403   403 login
    admin_forwarding_decide   403   403   403   403   403    go   403   403 login
    admin_events             403   403   403   403   403   405   403   403 login
    admin_access             403   403   403   403   403   405   403   403 login
    admin_access_find        403   403   403   403   403   422   403   403 login
    admin_access_file        403   403   403   403   403   405   403   403 login
    admin_access_reviewed    403   403   403   403   403   422   403   403 login
    record                   405   405   405   405   405   405   405   405 login
    record_finish            409   409   409   403   409   403   404   404 login
    record_reopen            409   409   409   403   409   403   404   404 login
    record_upload            422   422   422   403   422   403   404   404 login
    record_state             405   405   405   405   405   405   405   405 login
    record_take              422   422   422   403   422   403   422   422 login
    record_part              422   422   422   403   422   403   422   422 login
    record_stop              422   422   422   403   422   403   422   422 login
    recording_audio          405   405   405   405   405   405   405   405 login
    take_audio               405   405   405   405   405   405   405   405 login
    take_original            405   405   405   405   405   405   405   405 login
    typing_habits            422   422   422   403   422   403   422   422 login
    dictation_load           405   405   405   405   405   403   405   405 login
    transcribe               409   409   409   403   409   403   404   404 login
    take_dictation            go    go    go   403    go   403   404   404 login
    mark_unclear             200   422   422   403   422   403   404   404 login
    settle_unclear            go    go    go   403    go   403   404   404 login
    send_back_dictation       go    go    go   403    go   403   404   404 login
    unit_phrases             405   405   405   405   405   403   405   405 login
    unit_phrase_new          422   403   403   422   422   403   403   422 login
    unit_phrase              422   403   403   422   404   403   403   404 login
    unit_phrase_retire        go   403   403   404   404   403   403   404 login
    import                   422   422   422   422   422   403   422   422 login
    import_template          405   405   405   405   405   405   405   405 login
    import_job               405   405   405   405   405   405   405   405 login
    import_confirm            go   404   404   404   404   403   404   404 login
    import_drop               go   404   404   404   404   403   404   404 login
"""
# Logging out by POST ends the session that the other cells need; its own test is with the login.
NOT_SENT = {"logout"}


def _table(text: str) -> dict[str, dict[str, str]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in rows}


def _pages(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in patterns:
        found += _pages(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern]
    return found


def _answer(response: HttpResponse) -> str:
    if response.status_code in (301, 302):
        return "login" if "/logga-in" in response["Location"] else "go"
    return str(response.status_code)


def test_every_address_has_a_name_and_a_row():
    names = [page.name for page in _pages(get_resolver().url_patterns)]
    assert None not in names
    assert len(names) == len(set(names))
    assert sorted(names) == sorted(_table(OPENS))
    assert sorted(set(names) - NOT_SENT) == sorted(_table(SENDS))


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "text"), [("get", OPENS), ("post", SENDS)])
def test_everybody_is_answered_as_the_table_says(method, text):
    world, table = World(SystemClock().now()), _table(text)
    wrong = []
    for page in _pages(get_resolver().url_patterns):
        if page.name not in table:
            continue
        kwargs = {name: world.value(page.name, name) for name in page.pattern.converters}
        url = reverse(page.name, kwargs=kwargs)
        for who in COLUMNS:
            client: Client = world.clients[who]
            answer = _answer(getattr(client, method)(url))
            if answer != table[page.name][who]:
                wrong.append(f"{method} {page.name} as {who}: {answer}, not {table[page.name][who]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_what_is_another_units_looks_like_what_does_not_exist():
    """S5: same status, same bytes."""
    world = World(SystemClock().now())
    missing = "01900000-0000-7000-8000-000000000000"
    client = world.clients["other"]
    for page, name in (("referral", "referral_id"), ("patient", "patient_id"), ("paper", "document_id")):
        theirs = client.get(reverse(page, kwargs={name: world.value(page, name)}))
        nothing = client.get(reverse(page, kwargs={name: missing}))
        assert theirs.status_code == nothing.status_code == 404
        same = [
            response.content.replace(response.wsgi_request.path.encode(), b"")
            for response in (theirs, nothing)
        ]
        assert same[0] == same[1]
