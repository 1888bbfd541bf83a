from django.db import migrations
from django.db.models import F

from contacts.actions.roles import set_up_roles


def approve_dataset(apps, schema_editor):
    """What was loaded with the dataset was looked at twice before it got into it."""
    claims = apps.get_model("contacts", "Claim").objects.filter(state="accepted", approved_by="", decided_by="dataset")
    claims.update(approved_by="dataset review", approved_at=F("decided_at"))


def date_states(apps, schema_editor):
    """Nobody kept when a contact came into its state; it was not later than its last change."""
    apps.get_model("contacts", "Contact").objects.update(state_since=F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_desk_roles_and_states"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(set_up_roles, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(approve_dataset, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(date_states, migrations.RunPython.noop, elidable=True),
    ]
