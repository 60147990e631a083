"""Two small files that are brought in, and what became of them."""

from resources.library.models import ResourcePage

FRENCH = (
    "Outil\n\nRelever les compteurs\n\n"
    "Relever les compteurs d’eau demande de la patience et un crayon. On relève les compteurs une"
    " fois par mois, le même jour.\nOn écrit les chiffres dans un cahier.\n\n"
    "  • Un crayon\n  • Un cahier pour les relevés des compteurs\n"
)
ENGLISH = (
    "Reading meters\n\nThis is what we do with the meters of the town, month by month. It works."
)


def drafts() -> dict[str, ResourcePage]:
    return {page.title: page for page in ResourcePage.objects.order_by("pk")}
