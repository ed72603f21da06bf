"""Municipalities in the order of their names in each language of the site."""

import django.db.models.functions.comparison
from django.db import migrations, models

import municipalities.folding


def by_name_in(language):
    name = django.db.models.functions.comparison.Coalesce(
        django.db.models.functions.comparison.NullIf(f"name_{language}", models.Value("")), "name"
    )
    return models.Index(municipalities.folding.Fold(name), models.F("id"), name=f"municipality_by_name_{language}")


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_names")]
    operations = [
        migrations.AddIndex(model_name="municipality", index=by_name_in(language)) for language in ("sq", "mk")
    ]
