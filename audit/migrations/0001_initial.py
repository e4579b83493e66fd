import audit.models
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', audit.models.Number(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('actor_id', models.BigIntegerField(editable=False, null=True, verbose_name='person')),
                ('actor_label', models.CharField(blank=True, editable=False, max_length=150, verbose_name='name of the person')),
                ('role', models.CharField(blank=True, editable=False, max_length=30, verbose_name='role')),
                ('organisation_id', models.BigIntegerField(editable=False, null=True, verbose_name='organisation')),
                ('organisation_label', models.CharField(blank=True, editable=False, max_length=150, verbose_name='organisation')),
                ('action', models.CharField(editable=False, max_length=40, verbose_name='what')),
                ('denied', models.BooleanField(default=False, editable=False, verbose_name='refused')),
                ('subject_kind', models.CharField(blank=True, editable=False, max_length=30, verbose_name='kind of record')),
                ('subject_id', models.CharField(blank=True, editable=False, max_length=64, verbose_name='record')),
                ('shown', models.JSONField(blank=True, default=list, editable=False, verbose_name='ids shown')),
                ('fields', models.JSONField(blank=True, default=list, editable=False, verbose_name='fields seen or changed')),
                ('purpose', models.CharField(blank=True, editable=False, max_length=100, verbose_name='on what ground')),
                ('request_id', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='request')),
                ('network', models.CharField(blank=True, editable=False, max_length=50, verbose_name='network')),
            ],
            options={
                'verbose_name': 'line of the log',
                'verbose_name_plural': 'lines of the log',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='audit_by_subject'), models.Index(fields=['actor_id', 'at'], name='audit_by_actor'), models.Index(fields=['at'], name='audit_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('action', ''), _negated=True), name='audit_line_says_what', violation_error_message='A line of the log says what was done.'), models.CheckConstraint(condition=models.Q(('subject_id', ''), models.Q(('subject_kind', ''), _negated=True), _connector='OR'), name='audit_record_has_its_kind', violation_error_message='A line of the log that names a record says of what kind it is.')],
            },
        ),
    ]
