"""The page of the day: whom to speak to and why, so few that it fits five minutes. It reads facts; acts go through the rooms."""
