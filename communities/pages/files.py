"""Images of the editors' part: streamed to who may choose them, to nobody else.

Stock Wagtail leaves images to the web server, open to whoever knows their address.
"""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry


@require_safe
def image_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Stream an image, or one of its smaller copies, by the path it is stored under."""
    images = get_image_model()
    image = images.objects.filter(file=path).first()
    copy = images.get_rendition_model().objects.select_related("image").filter(file=path).first()
    owner = image or (copy and copy.image)
    policy = policy_registry.get_by_type(images)
    if owner is None or not policy.user_has_permission_for_instance(request.user, "choose", owner):
        raise Http404
    response = FileResponse((copy or owner).file.open("rb"))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
