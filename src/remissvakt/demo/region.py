"""Which units and people the demo region has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUnit:
    key: str
    name: str
    provider: str
    local: bool = True
    pool: bool = False
    channels: tuple[str, ...] = ("local", "paper")
    street: str = ""
    postal: str = "990 01"
    city: str = "Norrsund"
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    username: str
    given: str
    family: str
    role: str
    unit: str
    title: str = ""


REGION, PRIVATE, OUTSIDE = "Region Norrsund", "Lindens Läkarhus AB", "Region Ekvik"
PROVIDERS = (REGION, PRIVATE, OUTSIDE)

UNITS = (
    DemoUnit("eken", "Vårdcentralen Eken", REGION, street="Ekgatan 1", phone="0980-319 201"),
    DemoUnit("bjorken", "Vårdcentralen Björken", REGION, street="Björkvägen 4", phone="0980-319 202"),
    DemoUnit(
        "ogon", "Ögonkliniken, Norrsunds sjukhus", REGION, street="Sjukhusvägen 2", phone="0980-319 203"
    ),
    DemoUnit("hud", "Hudkliniken, Norrsunds sjukhus", REGION, street="Sjukhusvägen 3", phone="0980-319 204"),
    DemoUnit(
        "ortoped", "Ortopedkliniken, Norrsunds sjukhus", REGION, street="Sjukhusvägen 4", phone="0980-319 205"
    ),
    DemoUnit(
        "hjarta",
        "Hjärtmottagningen, Norrsunds sjukhus",
        REGION,
        street="Sjukhusvägen 5",
        phone="0980-319 206",
    ),
    DemoUnit(
        "kirurg", "Kirurgkliniken, Norrsunds sjukhus", REGION, street="Sjukhusvägen 6", phone="0980-319 207"
    ),
    DemoUnit("habil", "Habiliteringen Norrsund", REGION, street="Parkgatan 9", phone="0980-319 208"),
    DemoUnit(
        "linden",
        "Lindens Läkarhus",
        PRIVATE,
        street="Lindallén 12",
        city="Åtorp",
        postal="990 03",
        phone="0980-319 209",
    ),
    DemoUnit("pool", "Sekreterarpoolen Norr", REGION, pool=True, channels=()),
    DemoUnit(
        "ekvik",
        "Ögonmottagningen, Ekviks lasarett",
        OUTSIDE,
        local=False,
        channels=("paper",),
        street="Lasarettsgatan 1",
        postal="990 02",
        city="Ekvik",
        phone="0980-319 220",
    ),
    DemoUnit(
        "neuro",
        "Neurologkliniken, Ekviks lasarett",
        OUTSIDE,
        local=False,
        channels=("paper", "phone"),
        street="Lasarettsgatan 1",
        postal="990 02",
        city="Ekvik",
        phone="0980-319 221",
    ),
    DemoUnit(
        "byhalsan",
        "Byhälsan Östersele",
        OUTSIDE,
        local=False,
        channels=("paper",),
        street="Torget 3",
        postal="990 04",
        city="Östersele",
        phone="0980-319 222",
    ),
)

_D, _S, _C, _M, _A = "doctor", "secretary", "clinician", "manager", "administrator"
PEOPLE = (
    DemoPerson("anna.alm", "Anna", "Alm", _S, "eken"),
    DemoPerson("erik.ek", "Erik", "Ek", _D, "eken", "specialist i allmänmedicin"),
    DemoPerson("lena.lund", "Lena", "Lund", _D, "eken", "specialist i allmänmedicin"),
    DemoPerson("nils.ny", "Nils", "Ny", _D, "eken", "ST-läkare"),
    DemoPerson("asa.aker", "Åsa", "Åker", _S, "eken"),
    DemoPerson("dora.dahl", "Dora", "Dahl", _C, "eken", "distriktssköterska"),
    DemoPerson("maria.modig", "Maria", "Modig", _M, "eken"),
    DemoPerson("birgit.bjork", "Birgit", "Björk", _S, "bjorken"),
    DemoPerson("bengt.berg", "Bengt", "Berg", _D, "bjorken"),
    DemoPerson("carina.carl", "Carina", "Carl", _D, "bjorken"),
    DemoPerson("marten.mork", "Mårten", "Mörk", _M, "bjorken"),
    DemoPerson("olga.oberg", "Olga", "Öberg", _D, "ogon", "överläkare"),
    DemoPerson("otto.ost", "Otto", "Öst", _D, "ogon", "specialist i ögonsjukdomar"),
    DemoPerson("ivar.is", "Ivar", "Is", _D, "ogon", "specialist i ögonsjukdomar"),
    DemoPerson("sonja.sand", "Sonja", "Sand", _S, "ogon"),
    DemoPerson("stina.sten", "Stina", "Sten", _S, "ogon"),
    DemoPerson("monika.malm", "Monika", "Malm", _M, "ogon"),
    DemoPerson("hugo.hed", "Hugo", "Hed", _D, "hud", "överläkare"),
    DemoPerson("helga.holm", "Helga", "Holm", _D, "hud"),
    DemoPerson("sara.sjo", "Sara", "Sjö", _S, "hud"),
    DemoPerson("margit.man", "Margit", "Mån", _M, "hud"),
    DemoPerson("orjan.orn", "Örjan", "Örn", _D, "ortoped", "överläkare"),
    DemoPerson("olle.ojeby", "Olle", "Öjeby", _D, "ortoped"),
    DemoPerson("siv.skog", "Siv", "Skog", _S, "ortoped"),
    DemoPerson("mats.mo", "Mats", "Mo", _M, "ortoped"),
    DemoPerson("karin.kall", "Karin", "Käll", _D, "hjarta", "överläkare"),
    DemoPerson("kjell.kvist", "Kjell", "Kvist", _D, "hjarta"),
    DemoPerson("sven.stal", "Sven", "Stål", _S, "hjarta"),
    DemoPerson("mona.myr", "Mona", "Myr", _M, "hjarta"),
    DemoPerson("klas.klint", "Klas", "Klint", _D, "kirurg", "överläkare"),
    DemoPerson("katja.karr", "Katja", "Kärr", _D, "kirurg"),
    DemoPerson("susanne.sol", "Susanne", "Sol", _S, "kirurg"),
    DemoPerson("hanna.hall", "Hanna", "Hall", _C, "habil", "arbetsterapeut"),
    DemoPerson("helge.hav", "Helge", "Hav", _D, "habil"),
    DemoPerson("signe.sund", "Signe", "Sund", _S, "habil"),
    DemoPerson("lisa.lind", "Lisa", "Lind", _D, "linden"),
    DemoPerson("leo.lov", "Leo", "Löv", _D, "linden"),
    DemoPerson("selma.syd", "Selma", "Syd", _S, "linden"),
    DemoPerson("milla.mars", "Milla", "Mars", _M, "linden"),
    DemoPerson("petra.pihl", "Petra", "Pihl", _S, "pool"),
    DemoPerson("pelle.pil", "Pelle", "Pil", _S, "pool"),
    DemoPerson("gunnar.gick", "Gunnar", "Gick", _D, "eken", "hyrläkare"),
)
ADMIN = DemoPerson("adam.admin", "Adam", "Admin", _A, "eken")
SERVED_BY_POOL = ("eken", "ogon", "hud")
FORWARDING = (("ogon", "hud"), ("ogon", "ekvik"), ("ogon", "linden"), ("hud", "kirurg"), ("ortoped", "habil"))

# What is asked of each receiver: question, clinical information, a sentence for the answer.
MATTERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ogon": (
        (
            "Glaukom?",
            "Tryck 28 mm Hg höger öga vid optikerkontroll. Ingen känd ärftlighet.",
            "Undersökt, öppenvinkelglaukom höger öga. Behandling insatt.",
        ),
        (
            "Katarakt, ställningstagande till operation.",
            "Tilltagande dimsyn i ett år, bländas vid bilkörning.",
            "Katarakt båda ögonen, sätts upp för operation.",
        ),
        (
            "Diabetesretinopati? Ögonbottenfotografering.",
            "Diabetes typ 2 sedan tio år, senaste kontroll för tre år sedan.",
            "Lindrig bakgrundsretinopati. Ny kontroll om ett år.",
        ),
    ),
    "hud": (
        (
            "Malignt melanom? Bedömning av pigmentfläck.",
            "Nytillkommen asymmetrisk fläck på ryggen, 8 mm.",
            "Seborroisk keratos. Ingen åtgärd behövs.",
        ),
        (
            "Svårbehandlat eksem.",
            "Handeksem sedan tre år trots grupp III-steroid.",
            "Kontaktallergi mot nickel. Råd och behandling givna.",
        ),
    ),
    "ortoped": (
        (
            "Knäprotes? Bedömning.",
            "Artros vänster knä, gångsträcka 200 meter, röntgen bifogas.",
            "Uttalad artros. Uppsatt för knäprotes.",
        ),
        (
            "Karpaltunnelsyndrom, operation?",
            "Nattliga domningar, positivt Phalens test.",
            "Lätt påverkan. Skena i tre månader, därefter ny bedömning.",
        ),
    ),
    "hjarta": (
        (
            "Förmaksflimmer, ställningstagande till konvertering.",
            "Nyupptäckt flimmer, frekvens 110, ingen hjärtsvikt.",
            "Elkonverterad till sinusrytm. Fortsatt antikoagulation.",
        ),
        (
            "Ultraljud hjärta: klaffel?",
            "Blåsljud grad 3 över aorta, lätt andfådd vid trappgång.",
            "Lindrig aortastenos. Kontroll om två år.",
        ),
    ),
    "kirurg": (
        (
            "Gallstensbesvär, operation?",
            "Upprepade anfall, ultraljud visar konkrement.",
            "Laparoskopisk galloperation planeras.",
        ),
        (
            "Ljumskbråck höger.",
            "Resistens vid hosta, inga inklämningstecken.",
            "Bråck verifierat, uppsatt för operation.",
        ),
    ),
    "habil": (
        (
            "Arbetsterapeutisk bedömning av hjälpmedelsbehov.",
            "Behov av anpassning i hemmet efter försämrad handfunktion.",
            "Hembesök gjort. Hjälpmedel förskrivna.",
        ),
    ),
    "linden": (
        (
            "Fysioterapi vid långvarig ländryggssmärta.",
            "Tre månaders smärta utan röda flaggor.",
            "Träningsprogram genomfört med god effekt.",
        ),
    ),
    "ekvik": (
        ("Okulär myasteni?", "Växlande dubbelseende, värst på kvällen.", "Inga hållpunkter för myasteni."),
    ),
    "neuro": (
        (
            "Migrän eller annan huvudvärk?",
            "Täta anfall trots förebyggande behandling.",
            "Migrän utan aura. Ny förebyggande behandling föreslås.",
        ),
    ),
    "eken": (
        (
            "Uppföljning efter sjukhusvård.",
            "Utskriven efter pneumoni, kontroll om fyra veckor.",
            "Kontrollerad, återställd.",
        ),
    ),
    "bjorken": (
        (
            "Fortsatt läkemedelsuppföljning.",
            "Insatt på blodtrycksbehandling, kontroll av kreatinin.",
            "Prover tagna, värden utan anmärkning.",
        ),
    ),
}
