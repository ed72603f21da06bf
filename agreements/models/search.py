from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from provenance.dates import PartialDateField


class AgreementSearch(models.Model):
    """What an agreement is found and sorted by. Kept by the database, never written here.

    `document` holds its texts, names and promises in every language, folded; `since` is the earliest date of its
    signature or entry into force; `is_public` whether it is published.

    A table of its own: saving an agreement must not overwrite what the database keeps.
    """

    # The database deletes it with its agreement.
    agreement = models.OneToOneField(
        "Agreement", models.DO_NOTHING, primary_key=True, related_name="search", db_constraint=False
    )
    document = SearchVectorField()
    since = PartialDateField()
    is_public = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="agreement_search_document"),
        ]
        default_permissions = ()

    def __str__(self):
        return str(self.agreement_id)


class JointProjectSearch(models.Model):
    """What a joint project is found by. Kept by the database, never written here."""

    # The database deletes it with its project.
    project = models.OneToOneField(
        "JointProject", models.DO_NOTHING, primary_key=True, related_name="search", db_constraint=False
    )
    document = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="project_search_document")]
        default_permissions = ()

    def __str__(self):
        return str(self.project_id)


class GoodPracticeSearch(models.Model):
    """What a good practice is found by. Kept by the database, never written here.

    Its owner's names weigh A, its title B, its fields C, what it is about D.
    """

    # The database deletes it with its practice.
    practice = models.OneToOneField(
        "GoodPractice", models.DO_NOTHING, primary_key=True, related_name="search", db_constraint=False
    )
    document = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="practice_search_document")]
        default_permissions = ()

    def __str__(self):
        return str(self.practice_id)
