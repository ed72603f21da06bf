"""The latest agreements of a field, however many there are: from them come a partner finder's candidates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_lists")]
    operations = [
        migrations.AddIndex(
            model_name="agreementfield",
            index=models.Index(fields=["field", "-agreement"], name="agreement_field_latest"),
        ),
    ]
