"""The menu beside every page: what one begins with stands first, and each letter leads to one place."""

import re

import pytest

NEW = "/remiss/ny/"


@pytest.mark.parametrize("who", ["secretary", "referrer"])
def test_a_new_referral_begins_at_the_top_of_the_menu(region, as_, who):
    read = as_(getattr(region, who)).get("/arbete/vart/att-bevaka/").content.decode()
    menu = read.partition('<nav id="sidebar"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', menu)[:2] == [NEW, "/dagens-kontroll/"]
    letters = re.findall(r'data-go="(.)"', menu)
    assert len(letters) > 10
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("slug, address", [("okopplade", "/skanning/"), ("inkorg", "/ankomst/")])
def test_what_fills_a_list_by_hand_stands_at_it(region, as_, slug, address):
    browser = as_(region.secretary)
    main = browser.get(f"/arbete/vart/{slug}/").content.decode().partition("<main")[2]
    assert f'href="{address}"' in main
    other = browser.get("/arbete/vart/att-bevaka/").content.decode().partition("<main")[2]
    assert f'href="{address}"' not in other
