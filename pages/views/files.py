"""Uploaded files: each is asked for by its own record, and given to whoever may see that record."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from agreements.models import Agreement, Document
from municipalities.models import Mayor, Municipality


@require_safe
def uploaded(request: HttpRequest, name: str):
    """The file that a document, a coat of arms or a photograph is stored as.

    Names are looked up among the records and never lead into the file system by themselves. A PDF is given for
    download, and nothing in it may run: neither script nor form nor a frame around it.
    """
    document = Document.objects.filter(file=name).select_related("agreement").first()
    picture = _picture(name) if document is None else None
    if picture is None:
        if not _may_read(request.user, document):
            raise Http404
        file, is_public = document.file, document.is_public and document.agreement.is_public
        # What is stored under a name never changes; whether it is public may, so that it is asked each time.
        kept = {"public": True, "no_cache": True} if is_public else {"no_store": True}
    else:
        file, kept = picture, {"public": True, "max_age": 3600}
    try:
        response = FileResponse(file.open("rb"), as_attachment=name.endswith(".pdf"))
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, **kept)
    if document is None:
        return response
    response["ETag"] = f'"{document.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _may_read(user, document: Document | None) -> bool:
    """Everybody what is public; the rest only those who keep the agreement.

    Who asks is looked at even where there is nothing: so nobody tells what is hidden from that by the headers (`Vary`).
    """
    if document and document.is_public and document.agreement.is_public:
        return True
    if not user.is_authenticated or document is None:
        return False
    return Agreement.objects.of_own(user).filter(pk=document.agreement_id).exists()


def _picture(name: str):
    """The arms or the photograph of this name, or None."""
    place = Municipality.objects.filter(coat_of_arms=name).first() if name else None
    if place:
        return place.coat_of_arms
    mayor = Mayor.objects.filter(photo=name).first() if name else None
    return mayor.photo if mayor else None
