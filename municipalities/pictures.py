"""Pictures that people upload: made anew, small, and without what the camera wrote into them."""

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LONGEST_SIDE = 1200  # pixels
MOST_PIXELS = 40_000_000


def check_size(file) -> None:
    """Refuses what would fill the memory when it is unpacked; the size stands in the picture's first bytes."""
    if file.width * file.height > MOST_PIXELS:
        raise ValidationError(_("The picture has more than 40 million pixels."))


def remade(file) -> ContentFile:
    """The same picture upright, as WebP, with neither EXIF nor GPS."""
    file.seek(0)
    with Image.open(file) as image:
        upright = ImageOps.exif_transpose(image)
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = Image.new(upright.mode, upright.size)
        clean.paste(upright)
        written = io.BytesIO()
        clean.save(written, "WEBP", quality=85, method=6)
    return ContentFile(written.getvalue())


class PictureField(models.ImageField):
    """An image that is stored as we made it, under a name that we gave it."""

    def __init__(self, *args, **kwargs):
        kwargs["validators"] = [*kwargs.get("validators", []), check_size]
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        file = getattr(instance, self.attname)
        if file and not file._committed:
            file.save(f"{uuid.uuid4().hex}.webp", remade(file.file), save=False)
        return super().pre_save(instance, add)
