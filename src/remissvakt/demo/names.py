"""Invented names, and numbers that belong to nobody.

The first patients have the published test numbers. The others have reserve numbers of the form
yyyymmxxNNNC with xx from 32 to 59: no day of any month, so they can be nobody's personnummer.
"""

from __future__ import annotations

from random import Random

from remissvakt.core.identifiers.check_digit import check_digit_of

GIVEN = [
    "Alva",
    "Ebba",
    "Sigrid",
    "Märta",
    "Åsa",
    "Ärna",
    "Östen",
    "Rut",
    "Tyra",
    "Ylva",
    "Kerstin",
    "Gunilla",
    "Birgitta",
    "Solveig",
    "Ingrid",
    "Bo",
    "Åke",
    "Göran",
    "Östan",
    "Sture",
    "Torsten",
    "Ragnar",
    "Holger",
    "Melker",
    "Vidar",
    "Yngve",
    "Arvid",
    "Hjalmar",
    "Loke",
    "Sixten",
    "Zahra",
    "Amina",
    "Leila",
    "Farid",
    "Omar",
    "Mehdi",
    "Svetlana",
    "Pavel",
    "Anca",
    "Thuy",
]
FAMILY = [
    "Testberg",
    "Provlund",
    "Övningsson",
    "Ängprov",
    "Åtest",
    "Exempelgren",
    "Mallqvist",
    "Demoström",
    "Fiktivsson",
    "Låtsasdal",
    "Påhittsson",
    "Övermark",
    "Prövare",
    "Skissberg",
    "Utkastlund",
    "Modellgren",
    "Försöksdal",
    "Trygghult",
    "Vaktström",
    "Remissén",
    "Sagoberg",
    "Dimlund",
    "Tänkqvist",
    "Visionsson",
    "Ögontest",
    "Ärendal",
    "Ålprov",
    "Kontrollgren",
    "Stickprov",
    "Nollställe",
]
STREETS = ["Provgatan", "Testvägen", "Övningsstigen", "Exempelallén", "Demotorget", "Ängsprovsvägen"]
CITIES = (("990 01", "Norrsund"), ("990 02", "Ekvik"), ("990 03", "Åtorp"), ("990 04", "Östersele"))
LANGUAGES = ("", "", "", "", "", "", "", "arabiska", "somaliska", "persiska", "ukrainska", "finska")

# Published test numbers, with the names that go with the best known of them.
PUBLISHED = (
    ("191212121212", "Tolvan", "Tolvansson", False, False),
    ("194408139089", "Märta", "Testberg", False, False),
    ("199006022397", "Arvid", "Provlund", False, False),
    ("199107172380", "Ebba", "Övningsson", False, False),
    ("199610202385", "Alva", "Ängprov", False, False),
    ("190104132386", "Rut", "Åtest", False, False),
    ("200001052380", "Tyra", "Exempelgren", False, False),
    ("199312172381", "Sigrid", "Mallqvist", False, False),
    ("195711212893", "Sture", "Demoström", False, False),
    ("196109732393", "Pavel", "Låtsasdal", False, False),
    ("200001252386", "Skyddad", "Påhittsson", True, False),
    ("189602029812", "Hemlig", "Övermark", False, True),
    ("20210325K069", "Liten", "Nollställe", False, False),
)


def reserve_number(rng: Random, serial: int) -> str:
    """A reserve number with a right check digit and a day that no month has."""
    body = f"{rng.randint(1932, 2022)}{rng.randint(1, 12):02d}{rng.randint(32, 59)}{serial:03d}"
    return body + check_digit_of(body[2:])
