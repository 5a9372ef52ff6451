"""/diktat/tangenter/: each person's own keys, pedal, speed and jump back for the player."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.dictation.actions.save_habits import save_habits
from remissvakt.dictation.habits import ACTS, SPEEDS, habits_of
from remissvakt.web.acting import back_path, run, status_of, tell
from remissvakt.web.frame import CARE, actor_of, address, page
from remissvakt.web.patients.roles import only

_JUMPS = ("0", "0,5", "1", "1,5", "2", "3", "5", "10")


class HabitsForm(forms.Form):
    """One field a key, and the two numbers; what is not a number is no choice."""

    speed = forms.ChoiceField(
        label=_("Hastighet från början"),
        choices=[(str(one), f"{one / 100:g} ×".replace(".", ",")) for one in SPEEDS],
    )
    jump_back = forms.ChoiceField(
        label=_("Hoppa tillbaka när ljudet stannar"),
        help_text=_("Sekunder"),
        choices=[(one, one) for one in _JUMPS],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, _key) in ACTS.items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=40)


@require_http_methods(["GET", "POST"])
@only(CARE)
def typing_habits(request: HttpRequest) -> HttpResponse:
    """Show and keep them."""
    person_id = actor_of(request).person_id
    if request.method == "GET":
        held = habits_of(person_id=person_id)
        seconds = f"{held.jump_back_ms / 1000:g}".replace(".", ",")
        initial = {**held.keys, "speed": str(held.speed_percent), "jump_back": seconds}
        return _draw(request, HabitsForm(initial=initial))
    form = HabitsForm(request.POST)
    saved = run(request, form, lambda: save_habits(person_id=person_id, **_chosen(form.cleaned_data)))
    if saved is None:
        return _draw(request, form)
    tell(request, _("Tangenterna är sparade."))
    return HttpResponseRedirect(back_path(request) or address("our_list", slug="att-skriva-ut"))


def _chosen(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "keys": {name: data[name] for name in ACTS},
        "jump_back_ms": round(float(data["jump_back"].replace(",", ".")) * 1000),
        "speed_percent": int(data["speed"]),
    }


def _draw(request: HttpRequest, form: HabitsForm) -> HttpResponse:
    context = {
        "form": form,
        "key_fields": [form[name] for name in ACTS],
        "back_url": back_path(request) or address("our_list", slug="att-skriva-ut"),
    }
    return page(request, "dictation/habits.html", context, status=status_of(form))
