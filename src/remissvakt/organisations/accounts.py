"""The login of a person: how a user name and a password are read, and the row made."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain

from .actors import Actor
from .models import Account, Person

_USERNAME = re.compile(r"[a-z0-9åäö][a-z0-9åäö._@-]{1,98}[a-z0-9åäö]")
MIN_USERNAME = 3
MAX_PASSWORD = 200


def read_username(text: str) -> str:
    """Return a user name as it is kept: in lower case. Raises Refusal "username_format"."""
    name = plain(text)
    # A personal number is no user name: it would come to stand where numbers may not.
    if not _USERNAME.fullmatch(name) or re.search(r"[0-9]{6}-?[0-9]{4}", name):
        raise Refusal(
            "username_format",
            _(
                "Användarnamnet ska ha 3–100 tecken: bokstäver, siffror, punkt, bindestreck eller @, och inget "
                "personnummer."
            ),
            field="username",
        )
    return name


def suggest_username(person: Person) -> str:
    """Return a free user name of the person's names without accents: "asa.oberg", "asa.oberg2". One statement."""
    plain_letters = unicodedata.normalize("NFKD", f"{person.given_name} {person.family_name}".casefold())
    words = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", plain_letters))
    base = ".".join(words)[:90].strip(".") or "person"
    base = base if len(base) >= MIN_USERNAME else f"{base}.person"
    taken = set(Account.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(name for n in range(len(taken) + 1) if (name := f"{base}{n + 1 if n else ''}") not in taken)


def check_password_strength(password: str, *, account: Account) -> None:
    """Raise Refusal "password_weak" with every reason."""
    if len(password) > MAX_PASSWORD:
        raise Refusal(
            "password_too_long",
            _("Lösenordet får ha högst %(max)s tecken."),
            field="password",
            max=MAX_PASSWORD,
        )
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise Refusal(
            "password_weak", "%(reasons)s", field="password", reasons=" ".join(error.messages)
        ) from None


def make_account(
    *,
    person: Person,
    username: str,
    password: str,
    must_change_password: bool,
    actor: Actor | None,
    now: datetime,
) -> Account:
    """Insert a login. Raises Refusal "username_format", "password_weak", "username_taken" or "account_exists"."""
    account = Account(
        id=new_id(now=now),
        username=read_username(username),
        person=person,
        must_change_password=must_change_password,
    )
    check_password_strength(password, account=account)
    account.password = make_password(password)
    if Account.objects.filter(person=person).exists():
        raise Refusal("account_exists", _("%(name)s har redan en inloggning."), name=person.name)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            "username_taken", _("Användarnamnet är upptaget. Välj ett annat."), field="username"
        ) from error
    record_admin(
        kind="account_created",
        subject_kind="person",
        subject_id=person.id,
        data={"username": account.username},
        actor=actor,
        now=now,
    )
    return account
