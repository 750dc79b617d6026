"""Real public buildings with invented rooms. Nothing is booked there and nobody was asked."""

from __future__ import annotations

from dataclasses import dataclass

ACCESS = "Fictional rooms in a real public building, for the demo only: no booking implied."


@dataclass(frozen=True)
class VenueFacts:
    """A public building and about where it stands; `rooms` are invented names with the number of people they hold."""

    city: str
    name: str
    address: str
    postcode: str
    station: str
    hearing_loop: bool
    rooms: tuple[tuple[str, int], ...]
    notes: str = ""
    point: tuple[float, float] | None = None
    step_free: bool | None = True
    quiet_room: bool | None = None
    capacity: int | None = None


VENUES = (
    VenueFacts(
        "manchester",
        "Manchester Central Library",
        "St Peter's Square",
        "M2 5PD",
        "Manchester Oxford Road, 8 minutes on foot",
        True,
        (("Loom Hall", 160), ("Weir Room", 60), ("Reading Bay", 40)),
        "Level entrance from the square; lifts to all floors.",
        point=(53.4781, -2.2447),
        quiet_room=True,
        capacity=420,
    ),
    VenueFacts(
        "manchester",
        "Manchester Central",
        "Windmill Street",
        "",
        "Deansgate, 6 minutes on foot",
        True,
        (("Platform Hall", 300), ("Signal Room", 120), ("Ticket Room", 60)),
        point=(53.4764, -2.2475),
        capacity=900,
    ),
    VenueFacts(
        "leeds",
        "Leeds Civic Hall",
        "Calverley Street",
        "LS1 1UR",
        "Leeds, 15 minutes on foot",
        True,
        (("Wharf Chamber", 140), ("Owl Room", 50), ("Mill Room", 45)),
        "Step-free by the side entrance; ring the bell and somebody comes.",
        point=(53.802, -1.5487),
        quiet_room=True,
        capacity=300,
    ),
    VenueFacts(
        "leeds",
        "Leeds Central Library",
        "Calverley Street",
        "",
        "Leeds, 12 minutes on foot",
        False,
        (("Tiled Room", 80), ("Map Room", 40)),
        point=(53.8002, -1.548),
        step_free=None,
    ),
    VenueFacts(
        "sheffield",
        "Sheffield Town Hall",
        "Pinstone Street",
        "S1 2HH",
        "Sheffield, 10 minutes on foot",
        True,
        (("Crucible Room", 150), ("Anvil Room", 60), ("Buffer Room", 40)),
        point=(53.3803, -1.4701),
        capacity=320,
    ),
    VenueFacts(
        "sheffield",
        "Sheffield City Hall",
        "Barker's Pool",
        "",
        "Sheffield, 14 minutes on foot",
        True,
        (("Rivelin Room", 90),),
        point=(53.3808, -1.4731),
        step_free=False,
        quiet_room=False,
    ),
    VenueFacts(
        "liverpool",
        "St George's Hall",
        "Lime Street",
        "L1 1JJ",
        "Liverpool Lime Street, 2 minutes on foot",
        True,
        (("Dock Hall", 200), ("Ferry Room", 70), ("Tide Room", 40)),
        point=(53.4087, -2.98),
        capacity=500,
    ),
    VenueFacts(
        "liverpool",
        "Liverpool Central Library",
        "William Brown Street",
        "",
        "Liverpool Lime Street, 4 minutes on foot",
        True,
        (("Rotunda Room", 70), ("Gallery Room", 40)),
        point=(53.41, -2.981),
        quiet_room=True,
    ),
    VenueFacts(
        "newcastle",
        "Newcastle Civic Centre",
        "Barras Bridge",
        "NE1 8QH",
        "Haymarket Metro, 3 minutes on foot",
        True,
        (("Seahorse Hall", 180), ("Keel Room", 60), ("Lantern Room", 40)),
        point=(54.9778, -1.6107),
        quiet_room=True,
        capacity=400,
    ),
    VenueFacts(
        "newcastle",
        "Newcastle City Library",
        "New Bridge Street West",
        "",
        "Monument Metro, 3 minutes on foot",
        False,
        (("Bridge Room", 80),),
        point=(54.9742, -1.6097),
    ),
    VenueFacts(
        "sunderland",
        "City Hall, Sunderland",
        "Plater Way",
        "SR1 3AA",
        "Sunderland, 9 minutes on foot",
        True,
        (("Shipyard Hall", 150), ("Glass Room", 50)),
        point=(54.9076, -1.3906),
    ),
    VenueFacts(
        "sunderland",
        "The Fire Station",
        "High Street West",
        "",
        "Sunderland, 7 minutes on foot",
        True,
        (("Engine Room", 120),),
        point=(54.9073, -1.3867),
    ),
    VenueFacts(
        "tees-valley",
        "Middlesbrough Town Hall",
        "Albert Road, Middlesbrough",
        "TS1 2QQ",
        "Middlesbrough, 5 minutes on foot",
        True,
        (("Transporter Hall", 150), ("Furnace Room", 50)),
        point=(54.5764, -1.237),
    ),
    VenueFacts(
        "tees-valley",
        "Teesside University",
        "Southfield Road, Middlesbrough",
        "",
        "Middlesbrough, 12 minutes on foot",
        True,
        (("Steel Room", 90),),
        point=(54.571, -1.235),
    ),
    VenueFacts(
        "hull",
        "Guildhall, Hull",
        "Alfred Gelder Street",
        "",
        "Hull, 12 minutes on foot",
        False,
        (("Trawler Room", 100), ("Compass Room", 40)),
        point=(53.7446, -0.3335),
    ),
    VenueFacts(
        "hull",
        "Hull History Centre",
        "Worship Street",
        "",
        "Hull, 15 minutes on foot",
        True,
        (("Chart Room", 60),),
        point=(53.7476, -0.332),
    ),
)

LONDON = VenueFacts(
    "london",
    "The British Library",
    "96 Euston Road",
    "NW1 2DB",
    "King's Cross St Pancras, 4 minutes on foot",
    True,
    (("Euston Room", 200), ("Fleet Room", 60)),
    point=(51.53, -0.1276),
    quiet_room=True,
    capacity=600,
)

# Ways that somebody in the demo has walked, in minutes.
WAYS = (
    ("Manchester Central Library", "Manchester Central", 4, "On foot"),
    ("Leeds Civic Hall", "Leeds Central Library", 3, "On foot"),
    ("Newcastle Civic Centre", "City Hall, Sunderland", 40, "Metro from Haymarket"),
)
