"""Why a copy is not taken, or not given back: never in the database's own words, which can hold what is in a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal


def not_empty(what: str) -> Refusal:
    return Refusal(
        "place_not_empty",
        _("%(what)s är inte tom. Kopior tas och läggs tillbaka bara där ingenting finns; inget är ändrat."),
        what=what,
    )


def damaged(part: str) -> Refusal:
    return Refusal(
        "backup_damaged",
        _("Kopian är skadad eller ofullständig (%(part)s). Inget är återställt: ta en annan kopia."),
        part=part,
    )


def database_damaged() -> Refusal:
    return Refusal(
        "database_damaged",
        _(
            "Databasen är skadad: SQLite finner fel i den. Ingen kopia är tagen. Rör inte de kopior som finns."
        ),
    )


def newer(migration: str) -> Refusal:
    return Refusal(
        "backup_newer",
        _("Kopian är tagen med en nyare version av Remissvakt (%(migration)s). Uppdatera programmet först."),
        migration=migration,
    )


def another_engine(engine: str) -> Refusal:
    return Refusal(
        "backup_of_another_engine",
        _("Kopian är av en databas i %(engine)s. Ange en sådan i DATABASE_URL."),
        engine=engine,
    )


def key_missing(names: str) -> Refusal:
    return Refusal(
        "backup_key_missing",
        _(
            "Filerna i kopian är krypterade med en nyckel som inte finns här (%(names)s). Lägg nyckelfilen på sin "
            "plats (REMISSVAKT_FILE_KEY_FILE) och kör igen; inget är återställt."
        ),
        names=names,
    )


def not_written(error: OSError) -> Refusal:
    return Refusal(
        "backup_not_written",
        _("Det gick inte att skriva (%(reason)s). Det som hann skrivas är borttaget; kör igen."),
        reason=error.strerror or type(error).__name__,
    )


def busy() -> Refusal:
    return Refusal("backup_under_way", _("En annan körning håller på med samma ställe just nu."))


def program_missing(program: str) -> Refusal:
    return Refusal(
        "program_missing",
        _("Programmet %(program)s saknas. Installera PostgreSQL:s klientprogram och kör igen."),
        program=program,
    )


def program_older(program: str, its: int, server: int) -> Refusal:
    return Refusal(
        "program_older",
        _(
            "%(program)s är version %(its)s, men databasen är version %(server)s. Installera en minst lika ny."
        ),
        program=program,
        its=its,
        server=server,
    )


def program_failed(program: str) -> Refusal:
    return Refusal(
        "program_failed",
        _("%(program)s avbröt. Det som hann skrivas är borttaget; databasens egen logg säger mer."),
        program=program,
    )


def restless() -> Refusal:
    return Refusal(
        "files_being_erased",
        _("Ljud gallras medan kopian tas. Kör igen när remissvakt tidy är klar; ingen kopia är tagen."),
    )


def files_go_to_a_folder() -> Refusal:
    return Refusal(
        "backup_files_to_a_folder",
        _("Kopian innehåller filer, men REMISSVAKT_FILES är S3. Ange en mapp där, och återställ till den."),
    )
