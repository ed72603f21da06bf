from django import forms
from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import OfAgreement, PartOfAgreement
from agreements.models import Document
from provenance.admin.references import ReferenceForm


@admin.display(description=_("file"))
def file_link(document):
    """To the file as it was kept, for those who may open its record."""
    if not document.pk:
        return "–"
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:agreements_document_file", args=[document.pk]), document.media_type
    )


class FileLink(forms.Widget):
    """Where the file of a new row is chosen, a kept one is linked to. What is sent for it is not read."""

    def __init__(self, document):
        super().__init__()
        self.document = document

    def render(self, name, value, attrs=None, renderer=None):
        return file_link(self.document)

    def value_from_datadict(self, data, files, name):
        return None


class KeptFile(ReferenceForm):
    """A kept file is not exchanged: another text is another document."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].widget = FileLink(self.instance)


class DocumentInline(PartOfAgreement, admin.TabularInline):
    model = Document
    form = KeptFile
    fields = ["kind", "title", "language", "is_authentic", "is_public", "file"]
    show_change_link = True
    classes = ["collapse"]


@admin.register(Document)
class DocumentAdmin(OfAgreement):
    list_display = ["title", "kind", "language", "agreement", "is_authentic", "is_public"]
    list_filter = ["kind", "is_authentic", "is_public"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__number"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["agreement"]
    readonly_fields = ["sha256", "size", "uid", file_link]
    fields = ["agreement", "kind", "title", "language", "is_authentic", "is_public", "file", file_link, "sha256",
              "size", "uid"]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *([] if obj is None else ["file"])]

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:object_id>/file/", view, name="agreements_document_file"), *super().get_urls()]

    def file_view(self, request, object_id):
        """The file itself, never shown in the page of the register but saved."""
        document = self.get_object(request, str(object_id))
        if document is None:
            raise Http404
        try:
            file = document.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        suffix = document.file.name.rpartition(".")[2]
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{document.agreement.number}-{document.pk}.{suffix}",
            content_type=document.media_type,
        )
