"""Background work of the library: fetches, then delegates."""

from django_tasks import task

from resources.library.models import ResourceImport


@task()
def take_in(bundle_pk: int) -> None:
    """Turn files that were handed over into drafts."""
    from resources.library.services.bulk_uploads import (  # noqa: PLC0415 -- the service enqueues this task
        run_bringing_in,
    )

    bundles = ResourceImport.objects.select_related("community", "started_by")
    run_bringing_in(bundle=bundles.get(pk=bundle_pk))
