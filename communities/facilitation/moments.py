"""Moments in the life of a session in which others take part: letters, rooms, minutes.

Each runs inside the verb's transaction; effects outside the database wait for the commit.
"""

from communities.facilitation.models import Participant, Session
from communities.people.models import User
from communities.steps import Steps

session_planned: Steps[[Session]] = Steps()
session_changed: Steps[[Session]] = Steps()  # what participants were told: date, place, title
session_cancelled: Steps[[Session]] = Steps()
step_opened: Steps[[Session]] = Steps()  # also the first one, when it starts
session_ended: Steps[[Session]] = Steps()
keeping_changed: Steps[[Session]] = Steps()  # what may be kept, who reads it, who is named
session_forgotten: Steps[[Session]] = Steps()  # nothing may be kept: all that was said goes
participant_entered: Steps[[Participant]] = Steps()  # the words of confidentiality are accepted
seat_given_up: Steps[[Session, Participant]] = Steps()  # while it is still there
participant_left: Steps[[Session, User]] = Steps()
