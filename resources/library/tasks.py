"""Background work of the library: fetches, then delegates."""

from django_tasks import task

from resources.library.models import ResourceImport


@task()
def take_in(bundle_pk: int, attempt: int) -> None:
    """Turn files that were handed over into drafts."""
    from resources.library.services.bulk_uploads import (  # noqa: PLC0415 -- the service enqueues this task
        run_bringing_in,
    )

    bundles = ResourceImport.objects.select_related("community", "started_by")
    bundle = bundles.filter(pk=bundle_pk).first()
    if bundle is not None:  # it may have been thrown away meanwhile
        run_bringing_in(bundle=bundle, attempt=attempt)
