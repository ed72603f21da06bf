"""Mayors are found by their folded names, as municipalities are; names that begin with a text stand together."""

import django.contrib.postgres.indexes
import django.db.models.functions.comparison
from django.db import migrations, models

import municipalities.folding


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0003_search")]
    operations = [
        migrations.AddField(
            model_name="mayor",
            name="folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=municipalities.folding.Fold("name"),
                output_field=models.TextField(),
                verbose_name="folded name",
            ),
        ),
        migrations.AddIndex(
            model_name="mayor",
            index=models.Index(fields=["folded", "id"], name="mayor_by_name"),
        ),
        migrations.AddIndex(
            model_name="mayor",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded"], name="mayor_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="searchname",
            index=models.Index(django.db.models.functions.comparison.Collate("folded", "C"), name="search_name_begins"),
        ),
    ]
