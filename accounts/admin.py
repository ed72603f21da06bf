"""Users, for those who keep the register. Roles are memberships of municipalities (`municipalities.admin`)."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from provenance.admin.logged import GuardedAdmin

# What a user may do follows from memberships: there are no groups.
admin.site.unregister(Group)


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class UserAdmin(GuardedAdmin, DjangoUserAdmin):
    """Registrars open and close accounts; what makes a registrar or an operator of somebody, operators decide.

    Accounts are not in the log of records (passwords are none of its business): here Django's own list of admin
    actions is the history. Nobody sets another's password but an operator: whoever could, could confirm in the name
    of a municipality.
    """

    form = DjangoUserAdmin.form
    add_form = NewUserForm
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Role"), {"fields": ["is_active", "is_staff", "is_registrar", "is_superuser"]}),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]}),
        (_("Role"), {"fields": ["is_staff"]}),
    ]
    filter_horizontal = []
    list_display = ["email", "name", "is_registrar", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "is_registrar"]
    search_fields = ["email", "name"]
    ordering = ["email"]

    def may_view(self, user, row=None):
        return user.is_active and (user.is_registrar or user.is_superuser)

    def may_add(self, user):
        return self.may_view(user)

    def may_change(self, user, row=None):
        """Registrars not their own account (nobody promotes themselves), nor an operator's."""
        if not self.may_view(user):
            return False
        return user.is_superuser or row is None or not (row.is_superuser or row.pk == user.pk)

    def get_readonly_fields(self, request, obj=None):
        fields = ["joined_at", "last_login"]
        return fields if request.user.is_superuser else [*fields, "password", "is_registrar", "is_superuser"]

    def get_fieldsets(self, request, obj=None):
        """A password's hash is shown to nobody who may not set it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "password"]})
            for title, options in fieldsets
        ]

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django's name
        if not request.user.is_superuser:
            raise PermissionDenied
        return self.acted(request, lambda: super(UserAdmin, self).user_change_password(request, id, form_url))

    def label_of(self, row):
        return f"{row.name} <{row.email}>" if row.name else row.email
