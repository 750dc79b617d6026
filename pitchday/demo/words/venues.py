"""Real public buildings with invented rooms. Nothing is booked there and nobody was asked."""

from __future__ import annotations

from dataclasses import dataclass

ACCESS = "Fictional rooms in a real public building, for the demo only: no booking implied."


@dataclass(frozen=True)
class VenueFacts:
    """A public building; `rooms` are invented names with the number of people they hold."""

    city: str
    name: str
    address: str
    postcode: str
    station: str
    hearing_loop: bool
    rooms: tuple[tuple[str, int], ...]
    notes: str = ""


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
    ),
    VenueFacts(
        "manchester",
        "Manchester Central",
        "Windmill Street",
        "",
        "Deansgate, 6 minutes on foot",
        True,
        (("Platform Hall", 300), ("Signal Room", 120), ("Ticket Room", 60)),
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
    ),
    VenueFacts(
        "leeds",
        "Leeds Central Library",
        "Calverley Street",
        "",
        "Leeds, 12 minutes on foot",
        False,
        (("Tiled Room", 80), ("Map Room", 40)),
    ),
    VenueFacts(
        "sheffield",
        "Sheffield Town Hall",
        "Pinstone Street",
        "S1 2HH",
        "Sheffield, 10 minutes on foot",
        True,
        (("Crucible Room", 150), ("Anvil Room", 60), ("Buffer Room", 40)),
    ),
    VenueFacts(
        "sheffield",
        "Sheffield City Hall",
        "Barker's Pool",
        "",
        "Sheffield, 14 minutes on foot",
        True,
        (("Rivelin Room", 90),),
    ),
    VenueFacts(
        "liverpool",
        "St George's Hall",
        "Lime Street",
        "L1 1JJ",
        "Liverpool Lime Street, 2 minutes on foot",
        True,
        (("Dock Hall", 200), ("Ferry Room", 70), ("Tide Room", 40)),
    ),
    VenueFacts(
        "liverpool",
        "Liverpool Central Library",
        "William Brown Street",
        "",
        "Liverpool Lime Street, 4 minutes on foot",
        True,
        (("Rotunda Room", 70), ("Gallery Room", 40)),
    ),
    VenueFacts(
        "newcastle",
        "Newcastle Civic Centre",
        "Barras Bridge",
        "NE1 8QH",
        "Haymarket Metro, 3 minutes on foot",
        True,
        (("Seahorse Hall", 180), ("Keel Room", 60), ("Lantern Room", 40)),
    ),
    VenueFacts(
        "newcastle",
        "Newcastle City Library",
        "New Bridge Street West",
        "",
        "Monument Metro, 3 minutes on foot",
        False,
        (("Bridge Room", 80),),
    ),
    VenueFacts(
        "sunderland",
        "City Hall, Sunderland",
        "Plater Way",
        "SR1 3AA",
        "Sunderland, 9 minutes on foot",
        True,
        (("Shipyard Hall", 150), ("Glass Room", 50)),
    ),
    VenueFacts(
        "sunderland",
        "The Fire Station",
        "High Street West",
        "",
        "Sunderland, 7 minutes on foot",
        True,
        (("Engine Room", 120),),
    ),
    VenueFacts(
        "tees-valley",
        "Middlesbrough Town Hall",
        "Albert Road, Middlesbrough",
        "TS1 2QQ",
        "Middlesbrough, 5 minutes on foot",
        True,
        (("Transporter Hall", 150), ("Furnace Room", 50)),
    ),
    VenueFacts(
        "tees-valley",
        "Teesside University",
        "Southfield Road, Middlesbrough",
        "",
        "Middlesbrough, 12 minutes on foot",
        True,
        (("Steel Room", 90),),
    ),
    VenueFacts(
        "hull",
        "Guildhall, Hull",
        "Alfred Gelder Street",
        "",
        "Hull, 12 minutes on foot",
        False,
        (("Trawler Room", 100), ("Compass Room", 40)),
    ),
    VenueFacts(
        "hull", "Hull History Centre", "Worship Street", "", "Hull, 15 minutes on foot", True, (("Chart Room", 60),)
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
)
