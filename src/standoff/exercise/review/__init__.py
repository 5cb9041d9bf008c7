"""The after-action review: what happened and why, against the objectives, and what it teaches."""
