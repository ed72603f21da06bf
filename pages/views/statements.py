"""What the site says of itself: how accessible it is, and what it stores of its visitors."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provenance.models.report import EMAIL_KEPT, SENDER_KEPT


@require_safe
def accessibility(request: HttpRequest):
    return render(request, "pages/accessibility.html", {"contact": settings.CONTACT})


@require_safe
def privacy(request: HttpRequest):
    return render(
        request,
        "pages/privacy.html",
        {"contact": settings.CONTACT, "email_days": EMAIL_KEPT.days, "sender_days": SENDER_KEPT.days},
    )
