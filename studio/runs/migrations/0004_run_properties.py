"""Where the files of a run came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0003_reuse")]

    operations = [
        migrations.AddField(
            model_name="run", name="properties", field=models.JSONField(default=dict)
        ),
    ]
