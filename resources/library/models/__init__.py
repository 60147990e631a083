"""What the library stores."""

from resources.library.models.files import ResourceFile
from resources.library.models.practice import Adaptation, Stance
from resources.library.models.resource import Credit, ResourcePage, ResourceTag

__all__ = ["Adaptation", "Credit", "ResourceFile", "ResourcePage", "ResourceTag", "Stance"]
