"""Background work of mail: fetches, then delegates."""

from django_tasks import task

from forums.mail.models import ArchiveImport


@task()
def move_in(archive_pk: int) -> None:
    """Move an uploaded archive in."""
    from forums.mail.services.uploads import run_import  # noqa: PLC0415 -- the service enqueues this task

    archive = ArchiveImport.objects.select_related("space__community", "space__forum")
    run_import(archive=archive.get(pk=archive_pk))
