"""Files as other systems export them, for tests: one good line, changed where the test wants it."""

from remissvakt.importing.read import read_file

HEADINGS = (
    "Typ", "Remissnummer", "Personnummer", "Patientnamn", "Motpart", "Remittent", "Bevakare", "Ansvarig bedömare",
    "Beslutsdatum", "Skickad", "Ankomstdatum", "Status", "Bekräftelsedatum", "Utlovad väntetid", "Bevakningsdatum",
    "Prioritet", "Frågeställning", "Skyddade personuppgifter",
)  # fmt: skip
OUT = {
    "Typ": "Utgående",
    "Remissnummer": "U-1",
    "Personnummer": "19121212-1212",
    "Patientnamn": "Tolvansson, Tolvan",
    "Motpart": "Universitetssjukhuset",
    "Remittent": "Anna Almgren",
    "Bevakare": "Sara Sjö",
    "Beslutsdatum": "2026-10-26",
    "Skickad": "2026-10-27",
    "Status": "Skickad",
    "Prioritet": "Normal",
    "Frågeställning": "Glaukom?",
}
IN = {
    "Typ": "Inkommande",
    "Remissnummer": "I-1",
    "Personnummer": "19440813-9089",
    "Patientnamn": "Ärlig, Åke",
    "Motpart": "Kustsjukhuset",
    "Remittent": "Dr Ute",
    "Ansvarig bedömare": "Arvid Ask",
    "Ankomstdatum": "2026-11-02",
    "Status": "Ej bedömd",
    "Frågeställning": "Kontroll efter operation?",
}


def table(*lines, headings=HEADINGS, separator=";"):
    """A file's text. A line is a dict by heading, or the text of a line as it is."""
    rows = [separator.join(headings)]
    for line in lines:
        rows.append(
            line
            if isinstance(line, str)
            else separator.join(_quoted(line.get(one, ""), separator) for one in headings)
        )
    return "\r\n".join(rows) + "\r\n"


def _quoted(value, separator):
    if any(sign in value for sign in (separator, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value


def read(region, now, data, *, actor=None, unit=None, create_units=False):
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    return read_file(
        raw,
        unit_id=(unit or region.health_centre).id,
        actor=actor or region.secretary,
        now=now,
        create_units=create_units,
    )


def without(line, *headings):
    return {name: value for name, value in line.items() if name not in headings}
