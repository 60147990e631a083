"""What the library stores."""

from resources.library.models.bulk import BroughtFile, ResourceImport
from resources.library.models.files import ResourceFile
from resources.library.models.practice import Adaptation, Stance
from resources.library.models.reading_lists import ReadingList, ReadingListItem
from resources.library.models.resource import Credit, ResourcePage, ResourceTag

__all__ = [
    "Adaptation",
    "BroughtFile",
    "Credit",
    "ReadingList",
    "ReadingListItem",
    "ResourceFile",
    "ResourceImport",
    "ResourcePage",
    "ResourceTag",
    "Stance",
]
