from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from contacts.ingest.origin import sketch


def sketch_what_is_there(apps, schema_editor):
    Capture = apps.get_model("contacts", "Capture")
    for capture in Capture.objects.only("text").iterator(200):
        Capture.objects.filter(pk=capture.pk).update(sketch=sketch(capture.text))


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_bulk_changes")]

    operations = [
        migrations.AddField(
            model_name="capture",
            name="sketch",
            field=ArrayField(
                base_field=models.IntegerField(),
                default=list,
                editable=False,
                help_text="By which copies are found; see ingest/origin.py.",
                size=None,
            ),
        ),
        migrations.RunPython(sketch_what_is_there, migrations.RunPython.noop),
        migrations.AddIndex(model_name="capture", index=GinIndex(fields=["sketch"], name="captures_by_sketch")),
    ]
