"""A small vocabulary of conditions, for tests of them."""

from standoff.crisis.condition import Vocabulary

ACTORS = ("AAA", "BBB")
WORDS = Vocabulary(
    {
        "self": ("string", 0),
        "target": ("string", 0),
        "day": ("double", 0),
        "tone": ("double", 2),
        "rung": ("int", 1),
        "drill": ("string", 1),
        "done": ("int", 2),
        "raid": ("int", 0),
        "measure": ("bool", 1),
    },
    {
        "tone": (ACTORS, ACTORS),
        "rung": (ACTORS,),
        "drill": (("war-games",),),
        "done": (ACTORS, ("test-missile",)),
        "measure": (("ban",),),
    },
)
