"""The gallery (DEBUG): every part and chart on one page, in the language and theme that the address asks for."""

from __future__ import annotations

from datetime import date, timedelta
from math import sin
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from neeman.ui.gallery_charts import gallery_charts
from neeman.ui.gallery_words import WORDS

AS_OF = date(2026, 11, 19)
PLACES = [
    ("sun", "היום", "Today", 7),
    ("users", "לקוחות", "Customers", 148),
    ("chart-dots", "תיק הלקוחות", "Portfolio", None),
    ("file-import", "ייבוא", "Import", None),
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """`?lang=he|en&theme=light|dark`."""
    language = "en" if request.GET.get("lang") == "en" else "he"
    words = WORDS[language]
    with translation.override(language):
        context = {
            "words": words,
            "theme": request.GET.get("theme", ""),
            "organization": {"name": "אבן־דרך אספקה טכנית"},
            "tools": {"search": "#", "add": "#"},
            "charts": gallery_charts(words, language),
            "form": _form(words),
            "rows": _rows(words),
            "figures": _figures(words),
            "as_of": AS_OF,
            "tabs": [
                {"title": grade, "href": "#", "here": index == 1, "count": 31 + 12 * index}
                for index, grade in enumerate(words["grades"])
            ],
            "step_names": words["step_names"],
            **_places(language),
        }
        return render(request, "ui/gallery.html", context)


def _places(language: str) -> dict[str, Any]:
    entries = [
        {
            "place": {"icon": icon, "title": he if language == "he" else en},
            "href": f"#{icon}",
            "here": icon == "users",
            "count": count,
        }
        for icon, he, en, count in PLACES
    ]
    foot = {
        "place": {"icon": "settings", "title": "הגדרות" if language == "he" else "Settings"},
        "href": "#settings",
    }
    thumb = {"before": entries[:2], "after": entries[2:3]}
    return {"places": entries, "places_at_foot": [foot], "phone_places": thumb}


def _form(words: dict[str, Any]) -> forms.Form:
    name, phone, mail, remark, kind, remind = words["fields"]

    class Sample(forms.Form):
        name_ = forms.CharField(label=name, initial=words["names"][0])
        phone_ = forms.CharField(label=phone, widget=forms.TextInput({"type": "tel"}))
        mail_ = forms.EmailField(label=mail, required=False)
        kind_ = forms.ChoiceField(
            label=kind, choices=list(enumerate(words["kinds"])), widget=forms.RadioSelect, initial=0
        )
        remark_ = forms.CharField(label=remark, widget=forms.Textarea({"rows": 3}), required=False)
        remind_ = forms.BooleanField(label=remind, required=False)

    form = Sample(
        {"name_": words["names"][0], "phone_": "054-123", "kind_": "0", "mail_": "dana@example.co.il"}
    )
    form.add_error("phone_", words["wrong"])
    return form


def wave(seed: int, count: int = 24, slope: float = 0.0) -> list[float]:
    """Numbers that look like sales, always the same."""
    return [100 + 30 * sin(seed + i * 1.3) + 18 * sin(seed * 3 + i * 2.9) + slope * i for i in range(count)]


def _rows(words: dict[str, Any]) -> list[dict[str, Any]]:
    revenue = [359_961_000, 142_100_000, 61_890_000, 48_670_000, 7_410_000]
    profit = [41_400_000, 19_400_000, -10_500_000, 10_240_000, 410_000]
    healths = ["good", "good", "watch", "good", "lose"]
    tones = ["good", "calm", "watch", "calm", "lose"]
    days = [(9, 12), (6, 10), (17, 14), (4, 9), (47, 21)]
    return [
        {
            "name": name,
            "person": words["people"][i],
            "grade": "AABBC"[i],
            "revenue": revenue[i],
            "profit": profit[i],
            "months": wave(i + 1, slope=(2, 0.5, -2, 1, -4)[i]),
            "tone": tones[i],
            "health": healths[i],
            "days": days[i],
            "last": AS_OF - timedelta(days=(2, 5, 12, 1, 47)[i]),
        }
        for i, name in enumerate(words["names"])
    ]


def _figures(words: dict[str, Any]) -> list[dict[str, Any]]:
    names, spark = words["figures"], wave(2, 12, 4)
    return [
        {"name": names[0], "minor": 5_840_000, "change": 0.042, "tone": "good", "spark": spark},
        {
            "name": names[1],
            "share": 0.061,
            "change": -0.008,
            "tone": "good",
            "falls": True,
            "spark": spark[::-1],
        },
        {"name": names[2], "minor": 14_479_700, "change": 0.029, "tone": "good", "spark": spark},
        {
            "name": names[3],
            "minor": -236_000_000,
            "change": -0.063,
            "tone": "lose",
            "falls": True,
            "spark": spark[::-1],
        },
        {"name": names[4], "share": 0.38, "change": 0.014, "tone": "calm", "spark": spark},
    ]
