"""Which pages are photographed, as whom. Paths are fixed, or found by walking the lists of the demo region."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Address = str | Callable[[Page], str]
TOLVAN = "19121212-1212"


@dataclass(frozen=True)
class Photograph:
    """A page: its name in file names, the persona who sees it, where it is, and what is done before the picture."""

    name: str
    persona: str
    address: Address
    first: Callable[[Page], None] | None = None


def row(path: str, words: str = "", *, nth: int = 0) -> Callable[[Page], str]:
    """A list with one of its rows open."""

    def find(page: Page) -> str:
        page.goto(path)
        rows = page.locator(".task__link").filter(has_text=re.compile(words))
        return rows.nth(nth).get_attribute("href") or path

    return find


def act(path: str, label: str, words: str = "") -> Callable[[Page], str]:
    """The page of an act on the first row that offers it."""

    def find(page: Page) -> str:
        page.goto(path)
        rows = page.locator(".task__link").filter(has_text=re.compile(words))
        for href in [one.get_attribute("href") for one in rows.all()[:12]]:
            page.goto(href or path)
            link = page.locator(".actions a.button").filter(has_text=re.compile(rf"^\s*{label}"))
            if link.count():
                return link.first.get_attribute("href") or path
        raise LookupError(f"nobody in {path} offers {label}")

    return find


def link(path: str, selector: str, *, nth: int = 0) -> Callable[[Page], str]:
    """Where a link on a page leads."""

    def find(page: Page) -> str:
        page.goto(path)
        return page.locator(selector).nth(nth).get_attribute("href") or path

    return find


def alone(address: Callable[[Page], str]) -> Callable[[Page], str]:
    """The whole page of the referral that is open beside a list."""

    def find(page: Page) -> str:
        page.goto(address(page))
        return page.locator("a.head-line__code").first.get_attribute("href") or "/"

    return find


def _patient_chosen(path: str) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(path)
        page.get_by_label(re.compile("^Personnummer")).fill(TOLVAN)
        page.get_by_role("button", name="Fortsätt").click()
        page.wait_for_load_state()
        return page.url

    return find


def paper(label: str) -> Callable[[Page], str]:
    """A paper of the newest scan: one to link (`Koppla`), or one that is linked (`Öppna`)."""

    def find(page: Page) -> str:
        page.goto(link("/skanning/", ".tray__file a")(page))
        return page.locator(".sheaf a.button", has_text=label).first.get_attribute("href") or "/"

    return find


def paper_with_referral(page: Page) -> str:
    """A paper without a code, beside the referral that it answers."""
    from remissvakt.referrals.models import Referral

    rows = Referral.objects.filter(
        referrer_unit__name="Vårdcentralen Eken", state="sent", cases__state="in_progress", cases__unit__local=False
    )  # fmt: skip
    answered = rows.select_related("patient").order_by("sent_at", "id").first()
    assert answered is not None
    page.goto(paper("Koppla")(page))
    page.locator("#id_q").fill(answered.code)
    page.get_by_role("button", name="Sök remisser").click()
    return page.locator("a.choice-link").first.get_attribute("href") or "/"


def print_run(page: Page) -> str:
    """The letters of a list, printed together."""
    page.goto(OURS + "att-skicka/")
    for box in page.locator("input[form=bulk][type=checkbox]").all()[:6]:
        box.check()
    page.get_by_role("button", name="Skriv ut breven").click()
    page.wait_for_load_state()
    return page.url


def typed(page: Page) -> str:
    """A dictation with sound, taken."""
    page.goto(OURS + "att-skriva-ut/")
    for href in [one.get_attribute("href") for one in page.locator(".task__link").all()[:12]]:
        page.goto(href or "/")
        page.locator(".actions button", has_text="Skriv ut d").first.click()
        page.wait_for_load_state()
        if page.locator("[data-audio]").count():
            return page.url
    raise LookupError("no dictation has sound")


def spoken(page: Page) -> str:
    """A dictation that is begun."""
    page.goto(_patient_chosen("/remiss/ny/")(page))
    page.get_by_role("button", name="Diktera nu").click()
    page.wait_for_load_state()
    return page.url


def said(page: Page) -> None:
    """Some seconds of a microphone that is none, and still speaking."""
    page.locator("[data-do=record]").click()
    page.wait_for_timeout(7_000)


def pictures_drawn(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def link_of_patient(page: Page) -> str:
    page.goto(row(OURS + "att-bevaka/")(page))
    return page.locator(".patient__name a").first.get_attribute("href") or "/"


def _searched(page: Page) -> None:
    page.locator("#search").fill("an")
    page.locator("#search").press("Enter")
    page.wait_for_load_state()


def _errors(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


MINE, OURS = "/arbete/mitt/", "/arbete/vart/"
ANNA, ERIK, OLGA, SONJA = "anna.alm", "erik.ek", "olga.oberg", "sonja.sand"
MARIA, PETRA, ADAM = "maria.modig", "petra.pihl", "adam.admin"

PHOTOGRAPHS = (
    Photograph("logga-in", "", "/logga-in"),
    # The secretary of the unit that refers
    Photograph("att-bevaka", ANNA, row(OURS + "att-bevaka/", "Bekräftelse saknas")),
    Photograph("lista-utan-rad", ANNA, OURS + "att-bevaka/"),
    Photograph("filter", ANNA, OURS + "att-bevaka/?sena=1"),
    Photograph("remiss", ANNA, alone(row(OURS + "att-bevaka/", "Bekräftad|Svar skulle"))),
    Photograph("efterfraga", ANNA, act(OURS + "att-bevaka/", "Efterfråga", "Bekräftelse saknas")),
    Photograph("registrera-svar", ANNA, act(OURS + "att-bevaka/", "Registrera bekräftelse")),
    Photograph("dagens-kontroll", ANNA, "/dagens-kontroll/"),
    Photograph("utskrift-bevakningar", ANNA, "/arbete/vart/att-bevaka/utskrift/"),
    Photograph("okopplade", ANNA, row(OURS + "okopplade/")),
    Photograph("skanna-in", ANNA, "/skanning/"),
    Photograph("skanning", ANNA, link("/skanning/", ".tray__file a"), pictures_drawn),
    Photograph("papper", ANNA, paper("Koppla"), pictures_drawn),
    Photograph("papper-koppla", ANNA, paper_with_referral, pictures_drawn),
    Photograph("papper-med-kod", ANNA, paper("Öppna"), pictures_drawn),
    Photograph("att-skicka", ANNA, OURS + "att-skicka/"),
    Photograph("utskrifter", ANNA, "/utskrifter/"),
    Photograph("registrera-papper", ANNA, "/papper/ny/"),
    Photograph("ny-remiss-patient", ANNA, "/remiss/ny/"),
    Photograph("ny-remiss-sekreterare", ANNA, _patient_chosen("/remiss/ny/")),
    Photograph("skriva-ut-diktat", ANNA, typed),
    Photograph("tangenter-och-pedal", ANNA, "/diktat/tangenter/"),
    Photograph("leveransfel", ANNA, OURS + "leveransfel/"),
    Photograph("utan-ansvarig", ANNA, row(OURS + "utan-ansvarig/")),
    Photograph("sok", ANNA, "/", _searched),
    Photograph("patient", ANNA, link_of_patient),
    Photograph("konto", ANNA, "/konto/"),
    Photograph("hjalp", ANNA, "/hjalp/"),
    Photograph("uppdrag", ANNA, "/uppdrag"),
    Photograph("losenord", ANNA, "/losenord"),
    Photograph("importera", ANNA, "/import/"),
    Photograph("finns-inte", ANNA, "/remiss/00000000-0000-7000-8000-000000000000/"),
    # The doctor who refers
    Photograph("att-vidimera", ERIK, row(MINE + "att-vidimera/")),
    Photograph("vidimera-svar", ERIK, act(OURS + "att-vidimera/", "Vidimera", "[Ss]lutsvar")),
    Photograph("vidimera-bekraftelse", ERIK, act(OURS + "att-vidimera/", "Vidimera", "Bekräftelse")),
    Photograph("vidimera-avvisad", ERIK, act(MINE + "att-vidimera/", "Vidimera", "avvisad|Avvisad")),
    Photograph("att-signera", ERIK, row(MINE + "att-signera/")),
    Photograph("diktera", ERIK, spoken, said),
    Photograph("skriv-remiss", ERIK, act(MINE + "att-fardigstalla/", "Skriv")),
    Photograph("ny-remiss", ERIK, _patient_chosen("/remiss/ny/")),
    Photograph("ny-remiss-fel", ERIK, _patient_chosen("/remiss/ny/"), _errors),
    Photograph("fragor", ERIK, row(OURS + "fragor/")),
    Photograph("webcert", ERIK, row(MINE + "webcert/")),
    # Those who receive
    Photograph("att-besvara", OLGA, row(MINE + "att-besvara/", "Ej bedömd")),
    Photograph("bekrafta", OLGA, act(MINE + "att-besvara/", "Bekräfta")),
    Photograph("besvara", OLGA, act(MINE + "att-besvara/", "Besvara")),
    Photograph("skriv-svar", OLGA, act(OURS + "att-fardigstalla/", "Skriv svaret")),
    Photograph("avvisa", OLGA, act(MINE + "att-besvara/", "Avvisa")),
    Photograph("vidaresand", OLGA, act(MINE + "att-besvara/", "Vidaresänd")),
    Photograph("inkorg", SONJA, row(OURS + "inkorg/")),
    Photograph("utse-bedomare", SONJA, act(OURS + "inkorg/", "Utse bedömare")),
    Photograph("ankomst", SONJA, _patient_chosen("/ankomst/")),
    Photograph("att-informera", SONJA, row(OURS + "att-informera/")),
    Photograph("patienten-informerad", SONJA, act(OURS + "att-informera/", "Patienten informerad")),
    Photograph("brev-att-skriva-ut", PETRA, act(OURS + "att-skicka/", "Skriv ut"), pictures_drawn),
    Photograph("utskrift", PETRA, print_run, pictures_drawn),
    Photograph("pool", PETRA, row(OURS + "att-skriva-ut/")),
    # The manager
    Photograph("chefens-kontroll", MARIA, "/dagens-kontroll/"),
    Photograph("enheten", MARIA, "/enhet/"),
    Photograph("granser", MARIA, "/enhet/granser/"),
    Photograph("prioriteter", MARIA, "/enhet/prioriteter/"),
    Photograph("texter", MARIA, "/enhet/texter/"),
    Photograph("enhetens-brev", MARIA, "/enhet/brev/"),
    Photograph("enhetens-fraser", MARIA, "/enhet/fraser/"),
    Photograph("diktat-lage", MARIA, "/diktat/lage/"),
    Photograph("nattens-rapport", MARIA, "/enhet/rapport/"),
    Photograph("enhetens-uppgifter", MARIA, "/enhet/uppgifter/"),
    Photograph("enhetens-vidaresandning", MARIA, "/enhet/vidareremittering/"),
    Photograph("enhetens-personer", MARIA, "/enhet/personer/"),
    Photograph("enhetens-person", MARIA, link("/enhet/personer/", "main table a")),
    Photograph("franvaro", MARIA, "/enhet/franvaro/"),
    Photograph("anmal-franvaro", MARIA, "/enhet/franvaro/ny/"),
    Photograph("utdelat", MARIA, "/enhet/utdelat/"),
    Photograph("dela-ut", MARIA, link("/enhet/utdelat/", "main a.button--primary")),
    Photograph("chefens-utan-ansvarig", MARIA, row(OURS + "utan-ansvarig/")),
    # The administrator
    Photograph("administration", ADAM, "/administration/"),
    Photograph("rapport-alla-enheter", ADAM, "/administration/rapport/"),
    Photograph("vardgivare", ADAM, "/administration/vardgivare/"),
    Photograph("enheter", ADAM, "/administration/enheter/"),
    Photograph("ny-enhet", ADAM, "/administration/enheter/ny/"),
    Photograph("enhet", ADAM, link("/administration/enheter/", "main table a")),
    Photograph("personer", ADAM, "/administration/personer/"),
    Photograph("ny-person", ADAM, "/administration/personer/ny/"),
    Photograph("person", ADAM, link("/administration/personer/", "main table a")),
    Photograph("vidaresandning", ADAM, "/administration/vidareremittering/"),
    Photograph("historik", ADAM, "/administration/historik/"),
    Photograph("atkomst", ADAM, "/administration/atkomst/"),
)
