"""Files that cannot be brought in: each says why, once, in Swedish, with line and column where there is one."""

import gzip

import pytest

from referral_files import HEADINGS, IN, OUT, read, table, without
from remissvakt.core.refusal import Refusal
from remissvakt.referrals.models import Case, Referral

GOOD = table(OUT)


def headings(*changed, **renamed):
    """The headings, with some renamed and others added."""
    return [renamed.get(one, one) for one in HEADINGS] + list(changed)


# What makes the whole file unreadable: (bytes, code, a part of the sentence).
UNREADABLE = {
    "empty": (b"", "file_empty", "tom"),
    "only a byte order mark": (b"\xef\xbb\xbf", "file_empty", "tom"),
    "only empty lines": (b"\r\n\r\n  \r\n", "file_empty", "tom"),
    "an Excel workbook": (b"PK\x03\x04" + b"\x14\x00" * 50, "file_is_other", "Excel-arbetsbok"),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(90), "file_is_other", "äldre Excel"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "file_is_other", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "file_is_other", "bild"),
    "a packed file": (gzip.compress(GOOD.encode()), "file_is_other", "packat"),
    "NUL bytes": (GOOD.replace("Glaukom", "Glau\x00kom").encode(), "file_binary", "inte är text"),
    "random bytes": (bytes(range(256)) * 4, "file_binary", "inte är text"),
    "control characters": (GOOD.replace("Glaukom", "Glau\x07kom").encode(), "file_binary", "inte är text"),
    "half a UTF-16 character": (GOOD.encode("utf-16")[:-1], "encoding_unknown", "UTF-8"),
    "broken UTF-8 after its mark": (b"\xef\xbb\xbf" + GOOD.encode("cp1252"), "encoding_unknown", "UTF-8"),
    "no Windows-1252 either": (GOOD.encode("cp1252") + b"\x81", "encoding_unknown", "UTF-8"),
    "prose": ("Hej, här kommer remisserna.\nHälsningar\n".encode(), "headings_unknown", "känd rubrik"),
    "no headings": (table(OUT).split("\r\n", 1)[1].encode(), "headings_unknown", "känd rubrik"),
    "an unclosed quote in the headings": (b'"Typ;Remissnummer\n1;2\n', "headings_unknown", "känd rubrik"),
    "another separator in sep=": (
        b"sep=|\r\n" + GOOD.replace(";", "|").encode(),
        "separator_unknown",
        "semikolon",
    ),
    "the wrong separator in sep=": (b"sep=,\r\n" + GOOD.encode(), "headings_unknown", "känd rubrik"),
    "headings alone": (table().encode(), "no_lines", "inga rader"),
    "no type": (table(OUT, headings=HEADINGS[1:]).encode(), "headings_missing", "Typ"),
    "no number": (
        table(OUT, headings=[one for one in HEADINGS if one != "Remissnummer"]).encode(),
        "headings_missing",
        "Remissnummer",
    ),
    "no patient number": (
        table(OUT, headings=[one for one in HEADINGS if one != "Personnummer"]).encode(),
        "headings_missing",
        "Personnummer",
    ),
    "a given name alone": (
        table(OUT, headings=headings(Patientnamn="Förnamn")).encode(),
        "headings_missing",
        "Patientnamn eller Förnamn+Efternamn",
    ),
    "no other unit": (
        table(OUT, headings=[one for one in HEADINGS if one != "Motpart"]).encode(),
        "headings_missing",
        "Motpart eller Mottagande enhet eller Remitterande enhet",
    ),
    "no date": (
        table(OUT, headings=[one for one in HEADINGS if one not in ("Skickad", "Ankomstdatum")]).encode(),
        "headings_missing",
        "Skickad eller Ankomstdatum",
    ),
    "a heading twice": (
        table(OUT, headings=headings("Remissnummer")).encode(),
        "heading_twice",
        "Remissnummer och",
    ),
    "two words for one column": (
        table(OUT, headings=headings("Pnr")).encode(),
        "heading_twice",
        "Personnummer och Pnr",
    ),
    "far too many columns": (
        table(OUT, headings=headings(*(f"Extra {n}" for n in range(300)))).encode(),
        "columns_too_many",
        "kolumner",
    ),
}

# One faulty line after a good one: (line, column, part of the reason). None as column: the whole line.
LINES = {
    "type missing": ({**OUT, "Typ": ""}, "Typ", "Typen saknas"),
    "type unknown": ({**OUT, "Typ": "Intern"}, "Typ", "Utgående, Inkommande eller Egen vårdbegäran"),
    "number missing": ({**OUT, "Remissnummer": " "}, "Remissnummer", "saknas"),
    "number twice": ({**OUT, "Remissnummer": "U-0"}, "Remissnummer", "redan på rad 2"),
    "number too long": ({**OUT, "Remissnummer": "9" * 201}, "Remissnummer", "för lång"),
    "number is a person's": ({**OUT, "Remissnummer": "191212121212"}, "Remissnummer", "personnummer"),
    "patient number missing": (without(OUT, "Personnummer"), "Personnummer", "saknas"),
    "patient number's check digit": (
        {**OUT, "Personnummer": "19121212-1213"},
        "Personnummer",
        "kontrollsiffran",
    ),
    "patient born on no day": ({**OUT, "Personnummer": "19121312-1212"}, "Personnummer", "födelsedatum"),
    "patient number in words": ({**OUT, "Personnummer": "okänt"}, "Personnummer", "känns inte igen"),
    "patient number from a spreadsheet": ({**OUT, "Personnummer": "1,91212E+11"}, "Personnummer", "som text"),
    "patient under two names": (
        {**OUT, "Patientnamn": "Annan, Någon"},
        "Personnummer",
        "annat namn på rad 2",
    ),
    "name missing": (without(OUT, "Patientnamn"), "Patientnamn", "namn saknas"),
    "one name alone": ({**OUT, "Patientnamn": "Tolvansson"}, "Patientnamn", "för- och efternamn"),
    "name too long": ({**OUT, "Patientnamn": "Å" * 101 + ", Bo"}, "Patientnamn", "för lång"),
    "protection unknown": (
        {**OUT, "Skyddade personuppgifter": "kanske"},
        "Skyddade personuppgifter",
        "Sekretessmarkering",
    ),
    "other unit missing": (without(OUT, "Motpart"), "Motpart", "saknas"),
    "other unit unknown": ({**OUT, "Motpart": "Ögonklinken"}, "Motpart", "Menade du Ögonkliniken"),
    "other unit's HSA-id unknown": ({**OUT, "Motpart": "SE2321000016-ZZ99"}, "Motpart", "HSA-id"),
    "other unit is one's own": ({**OUT, "Motpart": "Vårdcentralen Eken"}, "Motpart", "egna enheten"),
    "referrer unknown": ({**OUT, "Remittent": "Ana Almgren"}, "Remittent", "Menade du Anna Almgren"),
    "referrer is a secretary": ({**OUT, "Remittent": "Sara Sjö"}, "Remittent", "läkare"),
    "watcher unknown": ({**OUT, "Bevakare": "Nobody Here"}, "Bevakare", "Ingen vid enheten heter så"),
    "watcher may not watch": ({**OUT, "Bevakare": "Adam Adelsson"}, "Bevakare", "inget uppdrag"),
    "assessor unknown": (
        {**IN, "Ansvarig bedömare": "Arvid Aks"},
        "Ansvarig bedömare",
        "Menade du Arvid Ask",
    ),
    "assessor is a secretary": (
        {**IN, "Ansvarig bedömare": "Sara Sjö"},
        "Ansvarig bedömare",
        "inget uppdrag",
    ),
    "sent missing": (without(OUT, "Skickad"), "Skickad", "Datumet saknas"),
    "sent unreadable": ({**OUT, "Skickad": "för länge sen"}, "Skickad", "går inte att läsa"),
    "sent on no day": ({**OUT, "Skickad": "2026-02-30"}, "Skickad", "finns inte"),
    "sent as a spreadsheet's number": ({**OUT, "Skickad": "46322"}, "Skickad", "till ett tal"),
    "sent in the future": ({**OUT, "Skickad": "2026-11-18"}, "Skickad", "inte varit än"),
    "sent long ago": ({**OUT, "Skickad": "2001-01-01", "Beslutsdatum": ""}, "Skickad", "tio år"),
    "arrived in the future": ({**IN, "Ankomstdatum": "2027-01-01"}, "Ankomstdatum", "inte varit än"),
    "decided after sending": ({**OUT, "Beslutsdatum": "2026-10-28"}, "Beslutsdatum", "efter att remissen"),
    "decided long ago": ({**OUT, "Beslutsdatum": "1999-01-01"}, "Beslutsdatum", "tio år"),
    "decided on no day": ({**OUT, "Beslutsdatum": "31/9 2026"}, "Beslutsdatum", "finns inte"),
    "confirmed before sending": (
        {**OUT, "Bekräftelsedatum": "2026-10-01"},
        "Bekräftelsedatum",
        "äldre än remissen",
    ),
    "watch without a year": ({**OUT, "Bevakningsdatum": "3/12"}, "Bevakningsdatum", "med år"),
    "watch before sending": ({**OUT, "Bevakningsdatum": "2026-10-01"}, "Bevakningsdatum", "före remissen"),
    "watch far away": ({**OUT, "Bevakningsdatum": "2029-10-01"}, "Bevakningsdatum", "två år"),
    "wait unreadable": ({**OUT, "Utlovad väntetid": "snart"}, "Utlovad väntetid", "går inte att läsa"),
    "wait too long": ({**OUT, "Utlovad väntetid": "900 veckor"}, "Utlovad väntetid", "högst"),
    "wait before sending": ({**OUT, "Utlovad väntetid": "2026-09-01"}, "Utlovad väntetid", "slutar innan"),
    "status unknown": ({**OUT, "Status": "Grön"}, "Status", "Skickad, Bekräftad"),
    "status of a draft": ({**OUT, "Status": "Utkast"}, "Status", "inte skickad"),
    "status rejected": ({**OUT, "Status": "Avvisad"}, "Status", "vad som görs i stället"),
    "status forwarded": ({**OUT, "Status": "Vidaresänd"}, "Status", "nya mottagaren"),
    "not assessed, yet confirmed": ({**IN, "Utlovad väntetid": "8 veckor"}, "Status", "inte är bedömd"),
    "priority unknown": ({**OUT, "Prioritet": "Superakut"}, "Prioritet", "1 Akut, 2 Hög"),
    "question too long": ({**OUT, "Frågeställning": "å" * 8193}, "Frågeställning", "för lång"),
    "letters lost": ({**OUT, "Frågeställning": "Fr\ufffdga om \ufffdgat"}, "Frågeställning", "gått förlorat"),
    "letters twice encoded": (
        {**OUT, "Frågeställning": "FrÃ¥ga om Ã¶gat"},
        "Frågeställning",
        "gått förlorat",
    ),
    "more values than headings": (";".join(["x"] * 19), "hela raden", "19 värden"),
    "fewer values than headings": ("Utgående;U-9;19121212-1212", "hela raden", "avkapad"),
    "a quote within a value": ('Utgående;"U"-9' + ";" * 16, "hela raden", "citattecken"),
    "a quote never closed": ('Utgående;"U-9' + ";" * 16, "hela raden", "avslutas aldrig"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(region, now, name):
    raw, code, words = UNREADABLE[name]
    with pytest.raises(Refusal) as caught:
        read(region, now, raw)
    assert caught.value.code == code
    assert words in caught.value.message


@pytest.mark.parametrize("name", LINES)
def test_a_faulty_line_is_told_with_line_column_value_and_reason(region, now, name):
    line, column, words = LINES[name]
    first = {**OUT, "Remissnummer": "U-0"}
    report = read(region, now, table(first, line))
    found = [one for one in report.faults if one.column == column]
    assert [one.line for one in found] == [3], report.faults
    assert words in found[0].reason
    assert len(report.faults) == 1
    assert "191212121212" not in repr(report.plain())
    assert not Referral.objects.exists()


def test_all_faults_of_all_lines_are_found_not_only_the_first(region, now):
    worst = {
        **OUT,
        "Typ": "Utgående",
        "Remissnummer": "",
        "Personnummer": "1",
        "Motpart": "?",
        "Skickad": "x",
    }
    report = read(region, now, table(OUT, worst, "", {**IN, "Status": "Grön", "Ankomstdatum": ""}))
    assert [(one.line, one.column) for one in report.faults] == [
        (3, "Remissnummer"),
        (3, "Personnummer"),
        (3, "Motpart"),
        (3, "Skickad"),
        (5, "Status"),
        (5, "Ankomstdatum"),
    ]
    assert report.faulty_lines == 2
    assert report.lines == 3


def test_lines_are_numbered_as_an_editor_shows_them(region, now):
    """Excel's sep= line, empty lines and values of several lines all count."""
    text = "sep=;\r\n\r\n" + table(
        {**OUT, "Frågeställning": "Rad ett\r\nrad två\r\nrad tre"},
        "",
        {**OUT, "Remissnummer": "", "Skickad": "x"},
    )
    report = read(region, now, text)
    assert {one.line for one in report.faults} == {8}


def test_a_report_shows_500_faults_and_tells_how_many_there_are(region, now):
    lines = [{**OUT, "Remissnummer": f"U-{n}", "Skickad": "aldrig"} for n in range(600)]
    plain = read(region, now, table(*lines)).plain()
    assert len(plain["faults"]) == 500
    assert plain["fault_total"] == plain["faulty_lines"] == 600


def test_nothing_in_a_report_tells_who_the_patient_is(region, now):
    line = {
        **OUT,
        "Personnummer": "19121212-1213",
        "Patientnamn": "Hemlig",
        "Motpart": "Tolvan 19121212-1212",
        "Frågeställning": "Hemlig\ufffd sjukdom",
    }
    report = read(region, now, table(line))
    assert [one.value for one in report.faults if one.column == "Personnummer"] == ["••••••••-••••"]
    assert [one.value for one in report.faults if one.column == "Motpart"] == ["Tolvan ••••••••-••••"]
    assert "Hemlig" not in repr(report.plain())
    assert "1212" not in repr(report.plain())


def test_somebody_away_is_refused_with_who_is_there(region, now):
    from factories import make_absent

    make_absent(person_id=region.secretary.person_id, from_on=now.date(), to_on=None, now=now)
    report = read(region, now, table(OUT))
    assert [one.column for one in report.faults] == ["Bevakare"]
    assert "frånvarande" in report.faults[0].reason
    assert "Anna Almgren, Arvid Ask" in report.faults[0].reason


def test_a_referral_that_is_over_is_left_out_and_told_of_without_other_faults(region, now):
    over = {
        **OUT,
        "Remissnummer": "U-9",
        "Status": "Besvarad",
        "Remittent": "Någon Borta",
        "Motpart": "Nedlagd",
    }
    report = read(region, now, table(OUT, over))
    assert not report.faults
    assert [(one.line, one.column, one.reason) for one in report.notes] == [
        (3, "Status", "Inte öppen, tas inte med.")
    ]
    assert (report.new, report.not_open) == (1, 1)
    assert not Case.objects.exists()


def test_a_file_larger_than_the_limit_is_refused(region, now, settings):
    settings.REMISSVAKT_MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(Refusal) as caught:
        read(region, now, b"x" * (1024 * 1024 + 1))
    assert caught.value.code == "file_too_large"
    assert "1 MB" in caught.value.message


def test_there_are_enough_faulty_files():
    assert len(UNREADABLE) + len(LINES) >= 80
