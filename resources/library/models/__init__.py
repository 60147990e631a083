"""What the library stores."""

from resources.library.models.bulk import BroughtFile, ResourceImport
from resources.library.models.files import ResourceFile
from resources.library.models.practice import Adaptation, Stance
from resources.library.models.reading_lists import ReadingList, ReadingListItem
from resources.library.models.reminders import ReviewReminder
from resources.library.models.resource import Credit, ResourcePage, ResourceTag
from resources.library.models.sessions import SessionResource
from resources.library.models.tags import FormerTag

__all__ = [
    "Adaptation",
    "BroughtFile",
    "Credit",
    "FormerTag",
    "ReadingList",
    "ReadingListItem",
    "ResourceFile",
    "ResourceImport",
    "ResourcePage",
    "ResourceTag",
    "ReviewReminder",
    "SessionResource",
    "Stance",
]
