from api.pagination import ChangesPagination
from api.serializers.records import ChangeSerializer
from api.views.records import RecordViewSet
from provenance import documents
from provenance.models import Change


class ChangeViewSet(RecordViewSet):
    """The public log, oldest first, for copies in step.

    A change tells what was created, changed, deleted or touched (its public form changed with another record), and to
    which record it belongs: read that record anew. Where it is gone (404, 410), delete the copy. No page ever skips a
    change, also while others write: what a running transaction may still precede comes later.
    """

    queryset = Change.objects.public().settled()
    documents = documents.changes
    serializer_class = ChangeSerializer
    pagination_class = ChangesPagination
