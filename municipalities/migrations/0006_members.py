"""Members of the register are few among all whom it knows, and are asked for while somebody types."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0005_names_in_languages")]
    operations = [
        migrations.AddIndex(
            model_name="municipality",
            index=models.Index(condition=models.Q(("is_member", True)), fields=["id"], name="municipality_members"),
        ),
    ]
