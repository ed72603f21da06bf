"""The register's numbers come from a sequence: never given twice, gaps allowed."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("municipalities", "0001_functions")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE agreements_agreement_serial AS integer",
            "DROP SEQUENCE agreements_agreement_serial",
        )
    ]
