"""Pictures that people upload are made anew: upright, small, and silent about where they were taken."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from PIL import Image

from municipalities.models import Mayor
from municipalities.pictures import LONGEST_SIDE
from tests.factories import make_mayor, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photograph(size=(2000, 1000), orientation=None, mode="RGB", kind="JPEG"):
    image, exif = Image.new(mode, size), Image.Exif()
    exif[0x010F] = "The maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    if orientation:
        exif[0x0112] = orientation
    written = io.BytesIO()
    image.save(written, kind, exif=exif)
    return SimpleUploadedFile("../../Somebody's house.JPG", written.getvalue())


def stored(mayor):
    mayor.refresh_from_db()
    return Image.open(mayor.photo.path)


def test_a_photograph_is_stored_small_without_what_the_camera_wrote():
    mayor = make_mayor(make_municipality(), photo=photograph())
    image = stored(mayor)
    assert (image.format, image.size, dict(image.getexif()), "exif" in image.info) == (
        "WEBP", (LONGEST_SIDE, LONGEST_SIDE // 2), {}, False,
    )  # fmt: skip
    assert mayor.photo.name.removeprefix("mayors/").removesuffix(".webp").isalnum()


def test_a_photograph_taken_sideways_stands_upright():
    assert stored(make_mayor(make_municipality(), photo=photograph(orientation=6))).size == (600, 1200)


def test_arms_keep_their_transparency():
    town = make_municipality(coat_of_arms=photograph(size=(40, 50), mode="RGBA", kind="PNG"))
    assert Image.open(town.coat_of_arms.path).mode == "RGBA"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_would_fill_the_memory_is_refused_unopened():
    """13,000 × 13,000 pixels in 20 KB."""
    written = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(written, "PNG")
    town = make_municipality()
    town.coat_of_arms = SimpleUploadedFile("arms.png", written.getvalue())
    with pytest.raises(ValidationError, match="40 million"):
        town.full_clean()


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a", b""])
def test_what_is_no_picture_is_refused(content):
    form = modelform_factory(Mayor, fields=["photo"])(files={"photo": SimpleUploadedFile("x.png", content)})
    assert "photo" in form.errors
