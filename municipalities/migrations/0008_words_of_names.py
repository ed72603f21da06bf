"""Names are found by the beginnings of their words: by an index of words, not of the letters that they share with others."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0007_folded_ends")]
    operations = [
        migrations.AddIndex(
            model_name="searchname", index=GinIndex(SearchVector("folded", config="simple"), name="search_name_words")
        ),
        migrations.AddIndex(
            model_name="mayor", index=GinIndex(SearchVector("folded", config="simple"), name="mayor_words")
        ),
    ]
