"""Moments in the life of a session in which others take part: letters, rooms, minutes.

Each runs inside the verb's transaction; effects outside the database wait for the commit.
"""

from communities.facilitation.models import Participant, Session
from communities.steps import Steps

session_planned: Steps[[Session]] = Steps()
session_changed: Steps[[Session]] = Steps()  # what participants were told: date, place, title
session_cancelled: Steps[[Session]] = Steps()
participant_left: Steps[[Session, Participant]] = Steps()  # while the seat is still there
step_opened: Steps[[Session]] = Steps()  # also the first one, when it starts
session_ended: Steps[[Session]] = Steps()
