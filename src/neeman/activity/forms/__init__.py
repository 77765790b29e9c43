"""The forms of this room: what came of a talk, in one tap or in full; tasks; pauses; handing over; the cadence."""

from neeman.activity.forms.talk import TalkForm

__all__ = ["TalkForm"]
