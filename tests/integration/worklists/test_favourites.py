"""Filters with a name: one's own, of lists that one has, and never two by the same name."""

import pytest

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.worklists.actions.favourites import delete_favourite, save_favourite
from remissvakt.worklists.favourites import MOST, favourites_of
from remissvakt.worklists.filters import Filters


def save(region, now, actor=None, **more):
    given = {"name": "Sena", "whose": "mitt", "slug": "att-bevaka", "filters": Filters(overdue=True)} | more
    return save_favourite(actor=actor or region.secretary, now=now, **given)


def test_a_favourite_is_kept_for_its_person_and_list(region, now):
    save(region, now, name="  Mina  sena ")
    save(region, now, name="Andra", slug="att-vidimera")
    mine = favourites_of(person_id=region.secretary.person_id, path="mitt/att-bevaka")
    assert [(one.name, one.query) for one in mine] == [("Mina sena", "forsenade=1")]
    assert len(favourites_of(person_id=region.secretary.person_id)) == 2
    assert favourites_of(person_id=region.nurse.person_id) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "favourite_without_name"),
        ({"name": "\u200b"}, "favourite_without_name"),
        ({"name": "x" * 61}, "text_too_long"),
        ({"filters": Filters()}, "favourite_without_filter"),
    ],
)
def test_bad_input_is_refused(region, now, given, code):
    with pytest.raises(Refusal) as told:
        save(region, now, **given)
    assert (told.value.code, told.value.field) == (code, "name")
    assert favourites_of(person_id=region.secretary.person_id) == []


def test_a_name_is_taken_once(region, now):
    save(region, now)
    with pytest.raises(Refusal) as told:
        save(region, now, slug="att-signera")
    assert told.value.code == "favourite_name_taken"
    save(region, now, actor=region.nurse)


def test_there_is_an_end_to_them(region, now):
    for number in range(MOST):
        save(region, now, name=str(number))
    with pytest.raises(Refusal) as told:
        save(region, now)
    assert told.value.code == "favourites_full"


@pytest.mark.parametrize("given", [{"slug": "finns-inte"}, {"slug": "inkorg"}, {"whose": "deras"}])
def test_a_list_that_is_not_there_cannot_be_kept(region, now, given):
    with pytest.raises(NotFound):
        save(region, now, **given)


def test_roles_keep_filters_of_their_own_lists(region, now):
    with pytest.raises(NotFound):
        save(region, now, actor=region.manager)
    save(region, now, actor=region.manager, whose="vart")
    with pytest.raises(NotFound):
        save(region, now, actor=region.administrator, whose="vart")


def test_a_favourite_is_removed_by_its_owner_alone(region, now):
    one = save(region, now)
    with pytest.raises(NotFound):
        delete_favourite(favourite_id=one.id, actor=region.nurse)
    delete_favourite(favourite_id=one.id, actor=region.secretary)
    with pytest.raises(NotFound):
        delete_favourite(favourite_id=one.id, actor=region.secretary)
    with pytest.raises(NotFound):
        delete_favourite(favourite_id=new_id(now=now), actor=region.secretary)
