"""Who gets which report by e-mail, and what became of the last one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from neeman.channels.queries.connections import find_way
from neeman.desk.models import Delivery, Every, Form, Subscription
from neeman.desk.reports.kinds import reports
from neeman.orgs.access import Access, access_of, with_access
from neeman.orgs.doors import needs
from neeman.orgs.log import log
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


class SubscriptionForm(forms.Form):
    """A report, how often, as what, and to whom: to oneself, or, for who manages the members, to any of them."""

    report = forms.ChoiceField(label=gettext_lazy("report"))
    every = forms.ChoiceField(
        label=gettext_lazy("how often"), choices=Every.choices, initial=Every.MONTH, widget=forms.RadioSelect
    )
    form = forms.ChoiceField(
        label=gettext_lazy("as what"), choices=Form.choices, initial=Form.XLSX, widget=forms.RadioSelect
    )
    member = forms.TypedChoiceField(label=gettext_lazy("to whom"), coerce=int)

    def __init__(self, access: Access, *args: Any) -> None:
        super().__init__(*args)
        assert access.member is not None
        people = members(access) if access.may(May.MANAGE_MEMBERS) else [access.member]
        self._access = {one.pk: access_of(one) for one in people}
        kinds = [one for one in reports(timezone.localdate()) if access.may(one.permission)]
        self._needs = {one.key: one.permission for one in kinds}
        self.fields["report"] = forms.ChoiceField(
            label=gettext_lazy("report"), choices=[(one.key, one.title) for one in kinds]
        )
        self.fields["member"] = forms.TypedChoiceField(
            label=gettext_lazy("to whom"),
            coerce=int,
            choices=[(one.pk, str(one)) for one in people],
            initial=access.member.pk,
        )

    def clean(self) -> dict[str, Any]:
        """Nobody gets what they may not read."""
        given = super().clean() or {}
        reader = self._access.get(given.get("member", 0))
        if reader and "report" in given and not reader.may(self._needs[given["report"]]):
            self.add_error("member", _("This report holds figures that they may not see."))
        return given


@needs(May.VIEW_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_mails(request: HttpRequest) -> HttpResponse:
    """What is sent to whom; adding another."""
    access = with_access(request).access
    form = SubscriptionForm(access, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = {"every": given["every"], "form": given["form"], "made_at": timezone.now()}
        one, _new = Subscription.objects.update_or_create(
            member_id=given["member"], report=given["report"], defaults=wanted
        )
        log(
            access,
            None,
            "desk.report.subscribed",
            {"report": one.report, "every": one.every, "to": one.member_id},
        )
        toast(request, _("It comes with the next period that begins."))
        return redirect("report_mails", org=access.organization.slug)
    titles = {one.key: one.title for one in reports(timezone.localdate())}
    context = {
        "form": form,
        "rows": [(one, titles.get(one.report, one.report), _said(one)) for one in _mine(access)],
        "connected": bool(find_way(access, "email")),
    }
    return render(request, "desk/report_mails.html", context, status=422 if form.is_bound else 200)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def report_mail_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """No more of it: one's own, or anybody's for who manages the members."""
    access = with_access(request).access
    one = _mine(access).filter(pk=pk).first()
    if one is None:
        raise Http404
    log(access, None, "desk.report.unsubscribed", {"report": one.report, "to": one.member_id})
    one.delete()
    toast(request, _("It is not sent any more."))
    return redirect("report_mails", org=access.organization.slug)


def _mine(access: Access) -> QuerySet[Subscription]:
    last = Delivery.objects.filter(subscription=OuterRef("pk")).order_by("-period")
    rows = Subscription.objects.select_related("member__user").order_by("pk")
    rows = rows.annotate(last_state=Subquery(last.values("state")[:1]))
    return rows if access.may(May.MANAGE_MEMBERS) else rows.filter(member=access.member)


def _said(one: Any) -> str:
    return str(Delivery.State(one.last_state).label) if one.last_state else ""
