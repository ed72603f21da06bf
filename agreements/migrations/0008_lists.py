"""Lists narrowed by rare values: the best sources, and agreements under which something happened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_practice_search")]
    operations = [
        migrations.AddIndex(
            model_name="agreementfacets",
            index=models.Index(fields=["grade", "-agreement"], name="agreement_grade"),
        ),
        migrations.AddIndex(
            model_name="agreementfacets",
            index=models.Index(fields=["decade", "-agreement"], name="agreement_decade"),
        ),
        migrations.AddIndex(
            model_name="agreementfacets",
            index=models.Index(
                condition=models.Q(("activity_days__gt", [])),
                fields=["agreement"],
                name="agreement_with_activities",
            ),
        ),
    ]
