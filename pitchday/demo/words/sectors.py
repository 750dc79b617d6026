"""What companies of each sector make, for whom, and what that is good for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """Phrases of one sector that go together in any combination."""

    products: tuple[str, ...]
    customers: tuple[str, ...]
    problems: tuple[str, ...]
    gains: tuple[str, ...]


# Two of them, by the length of a name, so that nothing else is drawn otherwise.
SPECIALISMS = {
    "advanced-manufacturing": ("Industrial software", "Hardware", "Materials", "IoT"),
    "clean-energy-industries": ("Hardware", "Circular economy", "Mobility", "Materials"),
    "creative-industries": ("Createch", "Gaming", "AI", "Edtech"),
    "defence": ("Cyber", "Spacetech", "Hardware", "AI"),
    "digital-and-technologies": ("AI", "Cyber", "Connectivity", "Govtech"),
    "financial-services": ("Fintech", "AI", "Proptech", "Cyber"),
    "life-sciences": ("Medtech", "Healthtech", "Engineering biology", "AI"),
    "professional-and-business-services": ("Legaltech", "Martech", "AI", "Govtech"),
    "other": ("Agritech", "Edtech", "Circular economy", "IoT"),
}

TRADES = {
    "advanced-manufacturing": Trade(
        (
            "Robot hands that feel what they hold",
            "Sensing skins that hear bearings wear out",
            "Moulds printed overnight from recycled sand",
            "Carts that find their own way between machines",
            "Cameras that spot a bad weld while it is still hot",
            "Cutting tools that are sharpened instead of replaced",
            "Fixtures that set themselves for short runs",
        ),
        (
            "foundries",
            "food factories",
            "railway workshops",
            "small machine shops",
            "furniture makers",
            "boat builders",
        ),
        (
            "A line that stops for an hour costs a mid-sized factory about £8,000, and most stops come unannounced.",
            "Short runs spend more time on setting up than on making, so that work goes abroad.",
            "Skilled fitters retire faster than apprentices finish, and what they know leaves with them.",
        ),
        ("Scrap falls by a third in the first quarter.", "A changeover takes nine minutes instead of fifty."),
    ),
    "clean-energy-industries": Trade(
        (
            "Heat stores made of recycled ceramic",
            "A controller that shifts demand to windy hours",
            "Heat pumps small enough for a terraced house",
            "Second-life batteries in a shipping crate",
            "Software that plans heat networks street by street",
            "Blade coatings that shed ice and salt",
            "Electrolysers that follow the wind",
        ),
        ("housing associations", "dairy farms", "ports", "swimming pools", "wind farms", "paper mills", "councils"),
        (
            "Energy is bought at the dearest hour because nothing on site can wait.",
            "A third of the heat that industry pays for leaves through the roof.",
            "Connections to the grid take four years; what is there must do more.",
        ),
        ("Bills fall by a fifth without new cables.", "It pays for itself in under four years at today's prices."),
    ),
    "creative-industries": Trade(
        (
            "Sound that follows the listener through a building",
            "Tools that turn archive film into clean footage",
            "Story games that are played by a whole room",
            "A studio in a box for regional theatres",
            "Captions that keep up with live speech and accents",
            "Patterns for weavers drawn by hand and machine",
        ),
        ("museums", "independent studios", "touring theatres", "local broadcasters", "schools", "festival organisers"),
        (
            "Regional venues share one technician, and half of their kit stands idle.",
            "Archives hold thousands of hours that nobody can search, let alone license.",
            "Audiences who need captions or quiet are told to come on another night.",
        ),
        ("A show is on its feet in a day instead of a week.", "Venues sell a fifth more seats to first-time visitors."),
    ),
    "defence": Trade(
        (
            "Radios that find a quiet channel by themselves",
            "Sensors that see a drone by its shadow on the air",
            "Training rigs for crews of small boats",
            "Lenses that stay clear in spray and dust",
        ),
        ("coastguards", "mountain rescue teams", "suppliers of the armed forces", "border and port authorities"),
        ("Kit that works on a range fails in rain, and the small teams who use it have no time to nurse it.",),
        ("Crews are ready in two days of training instead of ten.",),
    ),
    "digital-and-technologies": Trade(
        (
            "A private search over a company's own drawings",
            "Backups that prove they can be restored",
            "Chips that wake up only when something moves",
            "A translator between old machines and new software",
            "Tests that write themselves from what users do",
            "Street-level maps of mobile coverage",
            "Quantum-safe keys for devices that live for decades",
            "A front desk that speaks forty languages",
        ),
        (
            "local authorities",
            "hospital trusts",
            "family firms",
            "logistics depots",
            "water companies",
            "engineers on site",
            "universities",
        ),
        (
            "The answer is somewhere in the files, and finding it takes a person half a day.",
            "Systems that nobody dares to touch cost more each year than replacing them would.",
            "Small teams get the threats of large ones without their security departments.",
        ),
        (
            "Teams get back four hours a week each.",
            "It is installed in an afternoon and needs no consultants.",
            "Failures are found days before customers notice.",
        ),
    ),
    "financial-services": Trade(
        (
            "Invoices that are paid on the day they are approved",
            "Cover for small works that starts by the hour",
            "Savings circles with rules that everybody can read",
            "A ledger for charities with many small funds",
            "Credit files built from rent and energy bills",
        ),
        ("sole traders", "credit unions", "builders", "tenants", "charities", "market traders"),
        (
            "Small suppliers wait 54 days for their money and borrow to bridge it.",
            "People with no credit history pay most for the least.",
        ),
        ("Payments arrive within a day.", "Losses have stayed under one per cent since the first pilot."),
    ),
    "life-sciences": Trade(
        (
            "A finger-prick test for early kidney disease",
            "Dressings that show infection by their colour",
            "Organ-on-a-chip models of the ageing lung",
            "A cough monitor that respects privacy",
            "Enzymes that make sutures from seaweed",
            "Software that reads retina scans in the van",
            "Walking aids that warn before a fall",
        ),
        ("community nurses", "care homes", "hospital laboratories", "vets", "clinical trial units", "GP surgeries"),
        (
            "Patients are found late because the test is far away and the waiting list is long.",
            "Nurses decide by eye what a laboratory would tell them three days later.",
            "Trials fail because the models they start from are nothing like old bodies.",
        ),
        ("Results are there in twelve minutes.", "In the first study nine cases of ten were found two stages earlier."),
    ),
    "professional-and-business-services": Trade(
        (
            "Planning applications checked before they are sent",
            "Contracts in plain words with the risks marked",
            "Rotas that people agree on among themselves",
            "Audits of supply chains from public records",
            "A shared legal desk for start-ups",
        ),
        ("architects", "parish councils", "recruiters", "law centres", "facility managers"),
        (
            "Two applications in five come back for something that a check would have found.",
            "Advice is priced for large firms, so that small ones go without.",
        ),
        ("Checks that took a week take an hour.", "Customers renew nine times out of ten."),
    ),
    "other": Trade(
        (
            "Boxes that come back and count their own trips",
            "Cargo bikes that share one set of batteries",
            "Cheese cultures without a cow",
            "Wool packaging that keeps food cold for two days",
        ),
        ("farm shops", "bakeries", "school kitchens", "parcel depots", "village halls"),
        ("Packaging is paid for twice: when it is bought, and when it is thrown away.",),
        ("A box is used 120 times before it is recycled.", "Deliveries in the centre are a third cheaper than by van."),
    ),
}

TEAMS = (
    "{founder} spent nine years in the trade and knows every buyer by name; the rest of us build what they ask for.",
    "We met at work, saw the same fault for the tenth time, and left to mend it. We still lack somebody for sales.",
    "Two engineers and one person who has sold to this market before. We want to hire our first designer next.",
    "{founder} wrote the thesis behind it; the technical lead has taken two products through certification.",
)

WISHES = (
    "An investor who knows our market, and two first customers in another city.",
    "A lead for this round who has taken a company of our kind past its first million of revenue.",
    "Honest questions, and introductions to three buyers who would try it this year.",
    "Partners for a pilot outside our own region; money is the second reason to come.",
)

TRACTIONS = {
    "idea": ("Interviews with 40 buyers; a working model on the bench.", "A prototype that two customers have tried."),
    "pre_seed": ("Three paid pilots worth £18,000.", "A pilot with one customer and letters of intent from four more."),
    "seed": (
        "£86,000 of revenue in the last twelve months from 11 customers.",
        "£7,200 a month, up from £2,900 a year ago.",
    ),
    "series_a": (
        "£640,000 of yearly revenue, doubled in a year.",
        "38 customers, £52,000 a month, two of them abroad.",
    ),
    "growth": ("£2.4 million of yearly revenue and a margin of 61 per cent.",),
}

USES_OF_FUNDS = (
    "Half for two engineers, a third for certification, the rest for the first sales hire.",
    "Tooling for the first hundred units, and nine months of runway for a team of five.",
    "Opening a second site in the North, and stock for the orders we have.",
    "Sales: four people in three cities, measured by month.",
)

# Why somebody is told no: those that do not fit the call, and those that were read and compared.
SCREENING_REASONS = (
    "The call is for companies based in the North of England; your registered office and team are elsewhere.",
    "Your company has traded for more than the seven years that this call allows.",
    "The deck does not say what the product is, so that we could not compare it with others.",
)
DECLINE_REASONS = (
    "A strong team. We would like to see a first paying customer before the pitch; please apply again next year.",
    "There were more applications than places, and others in your sector were further on. Your market figures "
    "convinced us; the plan for the next twelve months did not yet.",
    "The readers liked the product and asked who will sell it. An answer to that would put you near the top.",
    "The sum you seek and what it is for do not fit together yet. Do use the clinic that the city team offers.",
)
ACCEPT_REASONS = (
    "Clear problem, first customers, and a team that can build it.",
    "The readers agreed: this is what our investors came for last year.",
    "An unusual product with honest figures. Please bring the prototype.",
)
