"""Logins: user names, passwords, and the first administrator."""

import pytest
from django.contrib.auth.hashers import check_password

from remissvakt.audit.models import AdminEvent
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actions.create_account import create_account
from remissvakt.organisations.actions.first_administrator import first_administrator
from remissvakt.organisations.actions.set_password import change_own_password, set_password
from remissvakt.organisations.models import Account, Assignment, CareProvider, Unit

PASSWORD = "tolv små grisar i rad"


def refused(code, act, **arguments):
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code
    return caught.value


@pytest.fixture
def admin(region, now):
    return {"actor": region.administrator, "now": now}


@pytest.fixture
def account(region, admin):
    return create_account(
        person_id=region.nurse.person_id, username=" Nina.Nyberg ", password=PASSWORD, **admin
    )


def test_a_login_has_a_folded_name_and_a_hashed_password(account):
    account.refresh_from_db()
    assert (account.username, account.must_change_password) == ("nina.nyberg", True)
    assert check_password(PASSWORD, account.password)
    assert PASSWORD not in str(AdminEvent.objects.get().data)


def test_one_login_a_person_and_one_person_a_name(region, admin, account):
    refused(
        "account_exists",
        create_account,
        person_id=region.nurse.person_id,
        username="nina2",
        password=PASSWORD,
        **admin,
    )
    refused(
        "username_taken",
        create_account,
        person_id=region.secretary.person_id,
        username="NINA.NYBERG",
        password=PASSWORD,
        **admin,
    )


@pytest.mark.parametrize("username", ["", "ab", "a b c", "anna!", ".anna", "x" * 101, "191212121212"])
def test_names_that_cannot_be(region, admin, username):
    refused(
        "username_format",
        create_account,
        person_id=region.secretary.person_id,
        username=username,
        password=PASSWORD,
        **admin,
    )


@pytest.mark.parametrize(
    ("code", "password"),
    [
        ("password_weak", "a1b2"),
        ("password_weak", "password1234"),
        ("password_weak", "sara.sjo.ekby"),
        ("password_too_long", "å" * 201),
    ],
)
def test_passwords_that_cannot_be(region, admin, code, password):
    refusal = refused(
        code,
        create_account,
        person_id=region.secretary.person_id,
        username="sara.sjo.ekby",
        password=password,
        **admin,
    )
    assert refusal.field == "password"
    assert password not in refusal.message


def test_an_administrator_sets_a_password_that_must_be_changed(admin, account):
    change_own_password(
        account_id=account.id, old_password=PASSWORD, password="sju gamla getter", now=admin["now"]
    )
    assert not Account.objects.get().must_change_password
    set_password(account_id=account.id, password="fem nya kalvar", **admin)
    account.refresh_from_db()
    assert account.must_change_password
    assert check_password("fem nya kalvar", account.password)


def test_a_manager_sets_no_passwords(region, now, account):
    refused(
        "not_allowed",
        set_password,
        account_id=account.id,
        password="fem nya kalvar",
        actor=region.manager,
        now=now,
    )


def test_ones_own_password_needs_the_old_one(account, now):
    mine = {"account_id": account.id, "now": now}
    refused("password_wrong", change_own_password, old_password="fel", password="sju gamla getter", **mine)
    refused("password_same", change_own_password, old_password=PASSWORD, password=PASSWORD, **mine)
    refused("password_weak", change_own_password, old_password=PASSWORD, password="kort", **mine)
    assert check_password(PASSWORD, Account.objects.get().password)


FIRST = {
    "provider_name": "Region Exempel",
    "unit_name": "Systemförvaltningen",
    "given_name": "Åsa",
    "family_name": "Öberg",
    "username": "asa.oberg",
    "password": PASSWORD,
}


def test_the_first_administrator_comes_with_a_unit(db, now):
    account = first_administrator(**FIRST, now=now)
    row = Assignment.objects.select_related("unit__provider").get(person=account.person)
    assert (row.role, row.unit.name, row.unit.provider.name) == (
        "administrator",
        "Systemförvaltningen",
        "Region Exempel",
    )
    assert not account.must_change_password
    assert set(AdminEvent.objects.values_list("person_id", flat=True)) == {None}
    refused("administrator_exists", first_administrator, **{**FIRST, "username": "bo.ek"}, now=now)
    assert Account.objects.count() == 1


def test_when_no_administrator_is_left_another_first_one_joins_the_same_unit(db, now):
    first_administrator(**FIRST, now=now)
    Account.objects.update(is_active=False)
    first_administrator(**{**FIRST, "username": "bo.ek", "given_name": "Bo"}, now=now)
    assert (CareProvider.objects.count(), Unit.objects.count(), Account.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize("field", ["provider_name", "unit_name", "given_name", "family_name"])
def test_what_is_missing_is_named(db, now, field):
    refusal = refused("missing", first_administrator, **{**FIRST, field: " "}, now=now)
    assert refusal.field == field
    assert not Account.objects.exists()


def test_nobody_gets_a_login_who_does_not_exist(region, admin):
    with pytest.raises(NotFound):
        create_account(person_id=region.patient.id, username="abc", password=PASSWORD, **admin)
