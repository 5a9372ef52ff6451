"""What each macro looks like, with made-up work: the context of templates/style_guide.html.

For those who build pages, and for the tests that look at every macro in both colour schemes. No table is read;
the patients are the published test numbers.
"""

from datetime import date, datetime, timedelta
from typing import Any

from remissvakt.core.clock import start_of_local_day
from remissvakt.web.presenting import Choice, Entry, NextDeadline, Patient, Refused, Row, Step
from remissvakt.web.shell import Daily, Link, Message, Node, Shell


def style_guide_context(*, today: date, theme: str = "auto") -> dict[str, Any]:
    """Return everything that style_guide.html draws, as it would be on ``today``."""
    return {
        "shell": sample_shell(theme=theme),
        "today": today,
        "rows": sample_rows(today=today),
        "patient": Patient(
            number="191212121212",
            name="Tolvan Tolvansson",
            url="#patient",
            age=113,
            notes=("Tolk: arabiska",),
            contact=("Storgatan 1, 123 45 Ekstad", "070-174 06 05"),
        ),
        "hidden_patient": Patient(
            number="200001252386", name="Alma Testsson", age=26, protected="registration"
        ),
        "secret_patient": Patient(number="191212121212", name="Tolvan Tolvansson", age=113, protected="both"),
        "steps": sample_steps(today=today),
        "next": NextDeadline(
            what="Bekräftelse ska ha kommit",
            due_on=today - timedelta(days=3),
            owner="Anna Andersson",
            unit="Vårdcentralen Eken",
        ),
        "actions": (
            Choice(label="Registrera bekräftelse", url="#", key="b"),
            Choice(label="Påminn mottagaren", url="#", key="p"),
            Choice(label="Flytta bevakningen", url="#", key="f"),
            Choice(label="Återta remissen", url="#", key="t", dialog="withdraw"),
        ),
        "refused": (
            Refused(label="Vidimera", reason="Det finns inget svar att vidimera."),
            Refused(label="Skicka", reason="Remissen är redan skickad 3 nov."),
        ),
        "entries": sample_entries(today=today),
    }


def sample_shell(*, theme: str = "auto") -> Shell:
    """Return the frame of a secretary with eight nodes of her own and more at the unit."""
    mine = (
        ("Att signera", 1, 0, "s"),
        ("Att vidimera", 4, 1, "v"),
        ("Att skicka", 0, 0, "k"),
        ("Att besvara", 0, 0, "a"),
        ("Att färdigställa", 2, 0, "f"),
        ("Fråga/svar via Webcert", 0, 0, "w"),
        ("Fråga/Svar", 1, 0, "r"),
        ("Att bevaka", 12, 3, "b"),
    )
    ours = (
        ("Inkorg konsultationsärenden", 23, 2, "i"),
        ("Att skriva ut", 5, 0, "u"),
        ("Att vidimera", 9, 1, ""),
        ("Att bevaka", 41, 7, ""),
        ("Okopplade", 2, 1, "o"),
        ("Leveransfel", 0, 0, "l"),
        ("Att informera patient", 3, 0, "p"),
        ("Utan ansvarig", 0, 0, "n"),
    )
    return Shell(
        person_name="Anna Andersson",
        unit_name="Vårdcentralen Eken",
        role_label="läkarsekreterare",
        my_nodes=tuple(
            Node(
                label=label,
                url="#",
                count=count,
                overdue=late,
                key=f"mine:{at}",
                letter=letter,
                current=label == "Att bevaka",
            )
            for at, (label, count, late, letter) in enumerate(mine)
        ),
        our_nodes=tuple(
            Node(label=label, url="#", count=count, overdue=late, key=f"ours:{at}", letter=letter)
            for at, (label, count, late, letter) in enumerate(ours)
        ),
        daily=Daily(done=2, total=5, url="#"),
        links=(
            Link(label="Ny remiss", url="#"),
            Link(label="Registrera ankomst", url="#"),
            Link(label="Importera", url="#"),
            Link(label="Enhetens inställningar", url="#"),
        ),
        messages=(
            Message(
                text="Bevakningen är flyttad till tis 8 dec 2026.", url="#", url_label="Ångra", post=True
            ),
        ),
        theme=theme,
        switch_url="#",
        search_url="#",
        help_url="#",
        logout_url="#",
        preferences_url="#",
    )


def sample_rows(*, today: date) -> tuple[Row, ...]:
    """Return rows that are late, due, coming, lent and protected."""
    return (
        Row(
            key="1",
            url="#1",
            number="191212121212",
            name="Tolvan Tolvansson",
            reason="Bekräftelse saknas sedan 14 dagar",
            due_on=today - timedelta(days=3),
            unit="Ögonkliniken, Ekstads sjukhus",
            priority="prio 2",
            meta=("sänd 3 nov",),
            selected=True,
        ),
        Row(
            key="2",
            url="#2",
            number="200001252386",
            name="Alma Testsson",
            reason="Slutsvar saknas, utlovat till vecka 47",
            due_on=today - timedelta(days=1),
            unit="Barn- och ungdomsmedicin",
            priority="prio 1",
            meta=("sänd 12 okt",),
            protected="registration",
        ),
        Row(
            key="3",
            url="#3",
            number="191212121212",
            name="Tolvan Tolvansson",
            reason="Omprioritering begärd, inget besked ännu",
            due_on=today,
            unit="Ortopedmottagningen",
            priority="prio 2",
            meta=("sänd 9 nov",),
            lent_from="Bo Berg",
        ),
        Row(
            key="4",
            url="#4",
            number="200001252386",
            name="Alma Testsson",
            reason="Bekräftad med väntetid, svar väntas",
            due_on=today + timedelta(days=15),
            unit="Hudkliniken",
            meta=("sänd 2 sep",),
            is_new=True,
        ),
    )


def sample_steps(*, today: date) -> tuple[Step, ...]:
    """Return the loop of a referral that waits for its confirmation."""
    return (
        Step(label="Beslutad", state="done", on=today - timedelta(days=21)),
        Step(label="Skickad", state="done", on=today - timedelta(days=20), note="elektroniskt"),
        Step(label="Bekräftad", state="current", note="väntas"),
        Step(label="Besvarad", state="waiting"),
        Step(label="Avslutad", state="waiting"),
    )


def sample_entries(*, today: date) -> tuple[Entry, ...]:
    """Return a timeline, newest first."""

    def at(days: int, hours: int) -> datetime:
        return start_of_local_day(today - timedelta(days=days)) + timedelta(hours=hours)

    return (
        Entry(
            what="Påminnelse per telefon",
            at=at(3, 10),
            who="Anna Andersson",
            unit="Vårdcentralen Eken",
            text="Talade med Siv i receptionen. De har remissen, bedömning sker på torsdag.",
            icon="phone",
            kind="out",
        ),
        Entry(
            what="Preliminärsvar kom",
            at=at(9, 14),
            who="Ögonkliniken",
            text="Undersökt, slutsvar följer.",
            icon="incoming",
            kind="in",
            replaced=True,
            links=(("Visa svaret", "#"),),
        ),
        Entry(
            what="Skickad till Ögonkliniken",
            at=at(20, 9),
            who="Anna Andersson",
            unit="Vårdcentralen Eken",
            icon="outgoing",
            kind="out",
        ),
        Entry(what="Signerad", at=at(20, 8), who="Dag Ek, läkare", unit="Vårdcentralen Eken", icon="pen"),
    )
