"""The frame in a real browser: keys, drafts, dates, fresh numbers, idle warning, schemes, and accessibility."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Dialog, Page, expect

from journeys import shell_site

pytestmark = pytest.mark.journey
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of shell_site, served by the product's own middleware."""
    # Without those that ask the database: who is logged in does not matter here.
    middleware = [name for name in django_settings.MIDDLEWARE if "auth" not in name and "login" not in name]
    with override_settings(ROOT_URLCONF="journeys.shell_site", MIDDLEWARE=middleware):
        server: WSGIServer = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=QuietHandler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages; afterwards none may have met an error or a breach of the content policy."""
    shell_site.saved.clear()
    shell_site.answers.update(autosave=200, new=0, kept_alive=0)
    complaints: list[str] = []
    contexts = []

    def open_page(*, width: int = 1440, height: int = 900, **options: Any) -> Page:
        options = {"reduced_motion": "reduce", **options}
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, locale="sv-SE", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if "Policy" in message.text else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _focused_row(page: Page) -> str | None:
    return page.evaluate("document.activeElement.dataset.row")


def test_j_k_and_arrows_move_and_enter_opens_beside_the_list(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/list/")
    page.locator("[data-row]").first.focus()
    for key, row in (("j", "2"), ("ArrowDown", "3"), ("k", "2"), ("ArrowUp", "1"), ("k", "1"), ("j", "2")):
        page.keyboard.press(key)
        assert _focused_row(page) == row
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2").first).to_have_text("Alma Testsson 2")
    expect(page.locator('[data-row][aria-current="true"]')).to_have_attribute("data-row", "2")
    assert page.url.endswith("/list/2/")
    # The focus is still in the list, so that the next row is one key away.
    assert _focused_row(page) == "2"


def test_a_letter_acts_on_the_open_row_only(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/list/1/")
    page.locator('[data-row="3"]').focus()
    page.keyboard.press("b")
    expect(page.get_by_role("status").first).to_contain_text("Öppna raden med Enter först")
    assert page.url.endswith("/list/1/")
    page.locator('[data-row="1"]').focus()
    page.keyboard.press("b")
    expect(page).to_have_title("Hjälp · Remissvakt")


def test_letters_do_nothing_outside_the_list_or_when_switched_off(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/list/1/")
    page.get_by_role("link", name="Remissvakt").focus()
    page.keyboard.press("b")
    assert page.url.endswith("/list/1/")
    page.get_by_text("Anna Andersson").first.click()
    page.locator('button[name="letters"][value="0"]').click()
    expect(page.locator("body")).to_have_attribute("data-letters", "off")
    assert page.url.endswith("/list/1/")
    page.locator('[data-row="1"]').focus()
    for key in ("b", "j", "/", "?"):
        page.keyboard.press(key)
        assert _focused_row(page) == "1"
    page.keyboard.press("ArrowDown")
    assert _focused_row(page) == "2"


def test_slash_searches_and_question_mark_explains(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/list/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("j?/")
    expect(page.get_by_role("searchbox")).to_have_value("j?/")
    page.locator("[data-row]").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tangenter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert _focused_row(page) == "1"


def test_what_cannot_be_opened_leaves_the_page_as_it_was(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/list/1/")
    page.locator('[data-row="4"]').click()
    expect(page.locator("#status")).to_contain_text("Det du söker finns inte")
    expect(page.locator("#detail h2").first).to_have_text("Tolvan Tolvansson 1")
    expect(page.locator('[data-row][aria-current="true"]')).to_have_attribute("data-row", "1")
    assert page.url.endswith("/list/1/")


def test_a_draft_saves_itself_with_the_version_of_the_last_answer(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.clock.install()
    page.goto("/draft/")
    page.get_by_label("Frågeställning").fill("Hosta")
    page.clock.fast_forward(4_000)
    expect(page.locator("[data-saved]")).to_have_text("Sparat 10:32")
    page.get_by_label("Frågeställning").fill("Hosta i tre veckor")
    page.clock.fast_forward(4_000)
    expect(page.locator('input[name="version"]')).to_have_value("3")
    assert [(draft["question"], draft["version"]) for draft in shell_site.saved] == [
        ("Hosta", "1"),
        ("Hosta i tre veckor", "2"),
    ]


def test_a_draft_that_lost_the_race_keeps_its_text(new_page: Callable[..., Page]) -> None:
    shell_site.answers["autosave"] = 409
    page = new_page()
    page.clock.install()
    page.goto("/draft/")
    page.get_by_label("Frågeställning").fill("Hosta")
    page.clock.fast_forward(4_000)
    expect(page.locator("[data-saved]")).to_have_text("Anna Andersson hann före.")
    expect(page.get_by_label("Frågeställning")).to_have_value("Hosta")
    page.get_by_label("Frågeställning").fill("Hosta och feber")
    page.clock.fast_forward(60_000)
    assert len(shell_site.saved) == 1


def test_leaving_with_unsaved_text_asks_first(new_page: Callable[..., Page]) -> None:
    shell_site.answers["autosave"] = 422
    page = new_page()
    page.goto("/draft/")
    page.get_by_label("Frågeställning").press_sequentially("Hosta")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/help/")
    assert asked == ["beforeunload"]


def test_nothing_about_a_patient_is_kept_by_the_browser(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/draft/")
    page.get_by_label("Frågeställning").fill("Hosta")
    page.goto("/list/1/")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_long_text_is_counted_and_not_cut(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/draft/")
    page.get_by_label("Frågeställning").fill("Hosta 😷")
    expect(page.locator("#id_question-left")).to_have_text("13 tecken kvar")
    page.get_by_label("Frågeställning").fill("x" * 25)
    expect(page.locator("#id_question-left")).to_have_text("5 tecken för mycket")


def test_a_typed_day_is_read_back(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/draft/")
    page.get_by_label("Dag").fill("24/11")
    reading = page.locator("#id_day-reading")
    expect(reading).to_have_text("tisdag 24 november 2026 (vecka 48)")
    page.get_by_label("Dag").fill("31/2")
    expect(reading).to_have_class("date__reading date__reading--wrong")
    page.get_by_label("Dag").fill("")
    expect(reading).to_have_text("")


def test_numbers_refresh_and_new_rows_wait_behind_a_link(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.clock.install()
    page.goto("/list/1/")
    rows = page.locator("[data-row]").all_inner_texts()
    shell_site.answers["new"] = 2
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("link", name="2 nya")).to_be_visible()
    node = page.locator('[data-node="mine:7"]')
    expect(node.locator("[data-count]")).to_have_text("15")
    expect(node.locator("[data-overdue]")).to_be_hidden()
    assert page.locator("[data-row]").all_inner_texts() == rows


def test_idleness_is_warned_of_and_work_can_go_on(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.clock.install()
    page.goto("/list/")
    page.clock.fast_forward(13 * 60_000 + 20_000)
    dialog = page.get_by_role("dialog", name="Är du kvar?")
    expect(dialog).to_contain_text("2 minuter")
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden()
    for _ in range(100):
        if shell_site.answers["kept_alive"]:
            break
        page.wait_for_timeout(50)
    assert shell_site.answers["kept_alive"] == 1


def test_the_lists_open_from_the_menu_on_a_narrow_screen_without_scripts(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(width=320, height=640, java_script_enabled=False)
    page.goto("/list/1/")
    lists = page.get_by_role("navigation", name="Arbetslistor")
    expect(lists).to_be_hidden()
    expect(page.locator("[data-row]").first).to_be_hidden()
    page.get_by_role("button", name="Meny", exact=True).click()
    expect(lists).to_be_visible()
    page.get_by_role("button", name="Stäng menyn").click()
    expect(lists).to_be_hidden()
    page.get_by_role("link", name="Till listan").click()
    expect(page.locator("[data-row]").first).to_be_visible()


def test_the_theme_is_chosen_without_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/list/")
    page.get_by_text("Anna Andersson").first.click()
    page.get_by_role("button", name="Mörka").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), (390, "light"), (1000, "light"), (1440, "light"), (1440, "dark")]
)
def test_no_page_is_inaccessible_or_wider_than_the_screen(
    new_page: Callable[..., Page], width: int, scheme: str
) -> None:
    for address in ("/", "/help/", "/list/", "/list/1/", "/draft/", "/missing/"):
        # The checker writes styles of its own, which the policy of the page would refuse.
        page = new_page(width=width, color_scheme=scheme, bypass_csp=True)
        page.goto(address)
        page.evaluate(AXE.read_text())
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
