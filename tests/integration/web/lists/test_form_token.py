"""All forms of a page carry one token, another page another one; every form that acts takes it."""

import re

from django.test import Client

from factories import walks

LIST = "/arbete/vart/att-skicka/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def test_a_page_has_one_token_and_the_next_another(region, now, as_):
    walks.sent_outside(region, now=now)
    client = as_(region.secretary)
    first, second = (client.get(LIST).content.decode() for _ in range(2))
    tokens = TOKEN.findall(first)
    # Search, colours, logging out, and what can be done with the rows.
    assert len(tokens) >= 4 and len(set(tokens)) == 1
    assert f'"X-CSRFToken": "{tokens[0]}"' in first
    assert set(TOKEN.findall(second)).isdisjoint(tokens)
    assert re.search(r'<form class="bulk"[^>]*>\s*<input type="hidden" name="csrfmiddlewaretoken"', first)


def test_the_token_is_what_lets_a_form_in(region, as_):
    held = as_(region.secretary)
    client = Client(enforce_csrf_checks=True)
    client.cookies = held.cookies
    token = TOKEN.search(client.get(LIST).content.decode()).group(1)
    assert client.post("/sok/", {"q": "Tolvansson"}).status_code == 403
    answer = client.post("/sok/", {"q": "Tolvansson", "csrfmiddlewaretoken": token})
    assert answer.status_code in (200, 302)
