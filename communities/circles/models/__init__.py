"""What the circles app stores."""

from communities.circles.models.arrivals import Invitation, JoinRequest
from communities.circles.models.community import Community, CommunityHost
from communities.circles.models.membership import (
    CircleChange,
    CircleProposal,
    InvitedList,
    InvitedListEntry,
    Membership,
    StaffEntry,
)

__all__ = [
    "CircleChange",
    "CircleProposal",
    "Community",
    "CommunityHost",
    "Invitation",
    "InvitedList",
    "InvitedListEntry",
    "JoinRequest",
    "Membership",
    "StaffEntry",
]
