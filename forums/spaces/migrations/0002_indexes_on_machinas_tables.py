"""Indexes for our lists, on tables whose migrations belong to machina."""

from django.db import migrations

INDEXES = {
    "space_topics": "forum_conversation_topic (forum_id, type DESC, last_post_on DESC, id DESC)",
    "space_latest": "forum_conversation_topic (forum_id, last_post_on DESC)",
    "person_posts": "forum_conversation_post (poster_id, created DESC)",
    "person_topics": "forum_conversation_post (poster_id, topic_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("spaces", "0001_initial"),
        ("forum_conversation", "0013_auto_20201220_1745"),
    ]
    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {columns}", f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]
