"""The login of a person. What a person may do comes from assignments, never from here."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from .person import Person


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A user name and an Argon2 password for one person."""

    id = models.UUIDField(primary_key=True, editable=False)
    username = models.CharField(max_length=100, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = []


class LoginAttempt(models.Model):
    """A failed login, counted for the rate limit; keys are hashed, so that no name stands here."""

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="loginattempt_key")]
