"""The database refuses to change or remove what the two logs hold."""

from django.db import migrations

from remissvakt.audit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [*refuse_changes("audit_accesslog"), *refuse_changes("audit_adminevent")]
