"""Pages of the admin stay small and answer, whatever a list holds and whatever is asked of it."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, EmptyResultSet
from django.core.paginator import Paginator
from django.db import DataError, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from provenance.admin.references import is_key

MOST_COUNTED = 50_000


class BoundedPaginator(Paginator):
    """Counts no further than 50,000 rows: of a longer list, these can be leafed through, the rest is searched."""

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)


class BoundedChangeList(ChangeList):
    """A list that tells a question without sense from a fault.

    Values that no column can hold come to light when the question becomes SQL (ValueError, OverflowError) or in the
    database (DataError); both are the fault of who asked, and nothing else is caught.
    """

    def get_queryset(self, request, *args, **kwargs):
        rows = super().get_queryset(request, *args, **kwargs)
        if request.GET:
            try:
                rows.query.sql_with_params()
            except EmptyResultSet:
                pass
            except (ValueError, OverflowError) as error:
                raise IncorrectLookupParameters(error) from error
        return rows

    def get_results(self, request):
        if not request.GET:
            return super().get_results(request)
        try:
            with transaction.atomic():
                super().get_results(request)
                # The rows are fetched here, where the question is still at hand.
                self.result_list = self._fetched(self.result_list)
        except DataError as error:
            raise IncorrectLookupParameters(error) from error
        return None

    @staticmethod
    def _fetched(rows):
        if hasattr(rows, "_fetch_all"):
            rows._fetch_all()
        return rows


def refuse_nonsense(request) -> None:
    """BadRequest for what no form of the admin sends: more forms than fields, keys that are none."""
    for name, value in request.POST.items():
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")) and not (
            is_key(value) and int(value) <= len(request.POST)
        ):
            raise BadRequest(_("The form speaks of more rows than it holds."))
    if not all(is_key(key) for key in request.POST.getlist("_selected_action")):
        raise BadRequest(_("The selection names no records."))
