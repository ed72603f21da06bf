"""Fields and networks are found by their folded names, as mayors are: nothing is folded anew for each search."""

from django.db import migrations, models
from django.db.models.functions import Concat

from municipalities.folding import Fold

NAMES = Fold(Concat("name_en", models.Value(" "), "name_sq", models.Value(" "), "name_mk"))


def folded(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="folded",
        field=models.GeneratedField(
            db_persist=True, expression=NAMES, output_field=models.TextField(), verbose_name="folded names"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_since"), ("municipalities", "0007_folded_ends")]
    operations = [folded("field"), folded("network")]
