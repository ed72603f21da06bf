import hashlib
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from provenance.models import Record
from provenance.triggers import Logged, NoTruncate

LARGEST_FILE = 25 * 1024 * 1024
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
IMAGE_FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def kind_of_file(file) -> str:
    """`pdf`, `png`, `jpg` or `webp`, by what the file holds and not by its name; ValidationError for others."""
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    if head == b"%PDF-":
        return "pdf"
    try:
        with Image.open(file, formats=list(IMAGE_FORMATS)) as image:
            return IMAGE_FORMATS[image.format]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("Only PDF files and PNG, JPEG or WebP pictures can be kept here.")) from None
    finally:
        file.seek(0)


def check_file(file) -> None:
    if getattr(file, "_committed", False):
        return  # it was checked when it came
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 25 MB."))
    kind_of_file(file)


def stored_name(document, filename: str) -> str:
    """A name of our own: a stranger's file name never reaches the disk."""
    return f"documents/{uuid.uuid4().hex}.{kind_of_file(document.file)}"


class Document(Record):
    """A text or picture that belongs to an agreement, known by its SHA-256."""

    class Kind(models.TextChoices):
        SIGNED_TEXT = "signed_text", _("signed text")
        TRANSLATION = "translation", _("translation")
        ANNEX = "annex", _("annex")
        DECISION = "decision", _("council's decision")
        MINUTES = "minutes", _("minutes")
        PHOTO = "photo", _("photograph")
        OTHER = "other", _("other")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="documents")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as sq or mk."))
    is_authentic = models.BooleanField(
        _("authentic text"), default=False, help_text=_("Binding as it stands; a translation is not.")
    )
    is_public = models.BooleanField(_("public"), default=True)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120, validators=[check_file])
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_sha256",
                violation_error_message=_("SHA-256 is 64 hexadecimal digits."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="translation", is_authentic=True),
                name="document_translation_not_authentic",
                violation_error_message=_("A translation is not the authentic text."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "agreement",
                    "kind",
                    "title",
                    "language",
                    "is_authentic",
                    "is_public",
                    "sha256",
                    "size",
                ],
                private=["file"],
            ),
            NoTruncate(),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Measures the file that came with the form."""
        if self.file and not self.file._committed:
            self.measure()

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.file.name.rpartition(".")[2], "application/octet-stream")

    def measure(self) -> None:
        """Sets size and SHA-256 from the file's own bytes."""
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.sha256, self.size = digest.hexdigest(), self.file.size
