"""Pages of texts, and of the library of what is worth sending."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.channels import composing
from neeman.channels.forms.writing import ContentForm, TemplateForm
from neeman.channels.models.template import Template
from neeman.channels.queries.templates import (
    Wording,
    get_content,
    get_content_file,
    get_template,
    get_wording,
    library,
    wordings,
)
from neeman.channels.services.templates import (
    add_content,
    add_template,
    archive_content,
    archive_template,
    edit_template,
)
from neeman.channels.views.handing_out import handed_out
from neeman.channels.wording.placeholders import PLACEHOLDERS
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.EDIT_TEMPLATES)
@require_safe
def message_templates(request: HttpRequest) -> HttpResponse:
    """All texts in one language."""
    access, language = with_access(request).access, _language(request)
    texts = wordings(access, language)
    own = sum(text.template is not None for text in texts)
    context = {"texts": texts, "own": own, "language": language}
    return render(request, "channels/templates.html", context)


@needs(May.EDIT_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def message_template_add(request: HttpRequest) -> HttpResponse:
    """A text of one's own, for no reason of the list."""
    access = with_access(request).access
    blank = Wording("", "", "service", _language(request), "", "")
    form = TemplateForm(request.POST or None, initial={"language": blank.language})
    if form.is_valid() and "preview" not in request.POST:
        add_template(access, form.wanted)
        return _saved(request, access)
    return _page(request, blank, form)


@needs(May.EDIT_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def message_template(request: HttpRequest, key: str) -> HttpResponse:
    """Change a text; the product's own becomes the business's by the first saving."""
    access = with_access(request).access
    text = get_wording(access, key, _language(request))
    form = TemplateForm(request.POST or None, initial=_values(text), has_reason=bool(text.reason))
    if form.is_valid() and "preview" not in request.POST:
        try:
            _save(access, text, form)
        except (StaleWrite, IntegrityError):
            form.add_error(None, _("Somebody else saved this text meanwhile. Open it again to see theirs."))
        else:
            return _saved(request, access)
    return _page(request, text, form)


@needs(May.EDIT_TEMPLATES)
@require_POST
def message_template_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a text of one's own away; the product's returns for its reason."""
    access = with_access(request).access
    archive_template(access, get_template(access, pk), now=timezone.now())
    toast(request, _("Archived."))
    return redirect("message_templates", org=access.organization.slug)


@needs(May.EDIT_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def content_library(request: HttpRequest) -> HttpResponse:
    """What is worth sending, and a form for more."""
    access = with_access(request).access
    form = ContentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        files = form.cleaned_data.pop("file")
        add_content(access, form.cleaned_data, *files)
        toast(request, _("Added."))
        return redirect("content_library", org=access.organization.slug)
    return render(request, "channels/library.html", {"form": form, "pieces": library(access)})


@needs(May.SEND_MESSAGES)
@require_safe
def content_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a piece, as a download."""
    kept = get_content_file(with_access(request).access, pk)
    return handed_out(kept.name, bytes(kept.content))


@needs(May.EDIT_TEMPLATES)
@require_POST
def content_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a piece out."""
    access = with_access(request).access
    archive_content(access, get_content(access, pk), now=timezone.now())
    toast(request, _("Archived."))
    return redirect("content_library", org=access.organization.slug)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", get_language() or "he")
    return asked if asked in ("he", "en") else "he"


def _values(text: Wording) -> dict[str, object]:
    own: Template | None = text.template
    return {
        "name": text.name,
        "purpose": text.purpose,
        "language": text.language,
        "subject": text.subject,
        "body": text.body,
        "provider_name": own.provider_name if own else "",
        "version": own.version if own else None,
    }


def _save(access: Access, text: Wording, form: TemplateForm) -> None:
    if text.template is None:
        add_template(access, {**form.wanted, "reason": text.reason})
    else:
        edit_template(access, text.template, form.wanted, version=form.cleaned_data["version"] or 0)


def _saved(request: HttpRequest, access: Access) -> HttpResponse:
    toast(request, _("Saved."))
    return redirect("message_templates", org=access.organization.slug)


def _page(request: HttpRequest, text: Wording, form: TemplateForm) -> HttpResponse:
    """The form, and beside it how the text reads to a woman, a man, and somebody not known."""
    if form.is_bound and form.is_valid():
        wanted = form.wanted
        text = Wording(text.reason, wanted["name"], wanted["purpose"], wanted["language"], wanted["subject"], wanted["body"], text.template)  # fmt: skip
    readers = [("f", _("To a woman")), ("m", _("To a man")), ("", _("Not known"))]
    read = [{"reader": told, "said": composing.preview(text, gender)} for gender, told in readers]  # type: ignore[arg-type]  # of three
    seen: dict[str, dict[str, object]] = {}
    for one in read:
        seen.setdefault(one["said"].body, one)  # type: ignore[attr-defined]  # a Said
    context = {
        "form": form,
        "text": text,
        "previews": list(seen.values()),
        "placeholders": PLACEHOLDERS.values(),
    }
    return render(request, "channels/template.html", context)
