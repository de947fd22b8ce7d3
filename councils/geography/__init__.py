"""The codes by which published statistics name a council and its region."""
