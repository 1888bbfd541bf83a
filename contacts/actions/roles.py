"""The roles as groups of the database, made of the table in `rights`."""

from typing import Any

from contacts.actions.rights import ROLES


def set_up_roles(apps: Any, schema_editor: Any = None) -> None:
    """Make the groups and let each hold the rights of its role, no more and no fewer. May run at any time, again as well.

    For migrations: `apps` is what they are given. Permissions are made here where they are missing, because Django makes
    them only when all migrations have run. Accounts keep their groups.
    """
    Group, Permission, ContentType = (
        apps.get_model(*name) for name in (("auth", "Group"), ("auth", "Permission"), ("contenttypes", "ContentType"))
    )
    made: dict[str, Any] = {}
    for right in sorted(set().union(*ROLES.values())):
        app, codename = right.split(".")
        kind, _ = ContentType.objects.get_or_create(app_label=app, model=codename.split("_", 1)[1])
        made[right], _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )
    for role, rights in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([made[right] for right in sorted(rights)])
