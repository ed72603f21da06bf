from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.admin.scope import RegistrarsRecords
from municipalities.models import Membership, Municipality
from municipalities.search import with_name


@admin.register(Membership)
class MembershipAdmin(RegistrarsRecords):
    """Who works for which municipality, and as what."""

    is_open = False
    list_display = ["user", "municipality", "role"]
    list_filter = ["role"]
    list_select_related = ["user", "municipality"]
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["user__email"]
    search_help_text = _("A user's or a municipality's name")
    autocomplete_fields = ["user", "municipality"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split()[:8]:
            queryset = queryset.filter(
                Q(user__name__icontains=word)
                | Q(user__email__icontains=word)
                | Q(municipality__in=with_name(Municipality.objects.all(), word).values("pk"))
            )
        return queryset, False
