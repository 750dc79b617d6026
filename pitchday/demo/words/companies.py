"""Names of companies put together from words of the landscape, so that no firm is likely to have them."""

# Named in the data set's description; the first is the demo founder's.
KNOWN_COMPANIES = (
    ("Wrenfell Robotics", "advanced-manufacturing"),
    ("Tarnlight Energy", "clean-energy-industries"),
    ("Cobblestack", "digital-and-technologies"),
    ("Millrace Health", "life-sciences"),
    ("Kelderbyte", "digital-and-technologies"),
    ("Loomgrid", "clean-energy-industries"),
    ("Ousefold Materials", "advanced-manufacturing"),
    ("Fellbright Audio", "creative-industries"),
    ("Harbourloop", "other"),
    ("Gantryline", "professional-and-business-services"),
    ("Saltmere Diagnostics", "life-sciences"),
    ("Peakthread", "creative-industries"),
    ("Brackenpay", "financial-services"),
    ("Quillstaithe", "professional-and-business-services"),
    ("Ironvale Sensors", "defence"),
    ("Dunlinworks", "digital-and-technologies"),
)

# Ninety characters; a sheep; a name that is read from right to left.
LONG_NAME = "The Upper Nidderdale and Wensleydale Growers' Mutual for Low-Carbon Glasshouses and Stores"
EMOJI_NAME = "Herdloop 🐑"
RIGHT_TO_LEFT_NAME = "نسيج الشمال"

# What those make whose names say it, and for whom
KNOWN_OFFERS = {
    "Wrenfell Robotics": ("Robot hands that feel what they hold", "food factories"),
    "Tarnlight Energy": ("A controller that shifts demand to windy hours", "dairy farms"),
    "Loomgrid": ("Software that plans heat networks street by street", "housing associations"),
    "Fellbright Audio": ("Sound that follows the listener through a building", "museums"),
    "Harbourloop": ("Boxes that come back and count their own trips", "bakeries"),
    "Saltmere Diagnostics": ("A finger-prick test for early kidney disease", "GP surgeries"),
    "Brackenpay": ("Invoices that are paid on the day they are approved", "sole traders"),
    "Ironvale Sensors": ("Sensors that see a drone by its shadow on the air", "border and port authorities"),
    LONG_NAME: ("A shared cold store that growers pay for by the crate", "farm shops"),
    EMOJI_NAME: ("Wool packaging that keeps food cold for two days", "farm shops"),
    RIGHT_TO_LEFT_NAME: ("Patterns for weavers drawn by hand and machine", "touring theatres"),
}

_FIRST_WORDS = (
    "Amber Bracken Bramble Briar Cinder Clover Curlew Dapple Drizzle Ember Fern Flint Gorse Hazel Heron Juniper "
    "Kestrel Lapwing Larch Linnet Marl Nettle Oatcake Otter Peat Pewter Plover Quarry Reed Rowan Rush Saffron Sedge "
    "Skein Slate Sorrel Teasel Thistle Tansy Umber Wagtail Whin Willow Yarrow Yewdale"
)
FIRST_WORDS = _FIRST_WORDS.split()

_LAST_WORDS = (
    "beck carr clough crag dene dub fold force garth ghyll hag haugh heugh holme keld law lonnen mere nab rigg royd "
    "scar shaw slack staithe syke thwaite wath wold wyke"
)
LAST_WORDS = _LAST_WORDS.split()

# Words that follow the name, by sector
SECTOR_WORDS = {
    "advanced-manufacturing": ("Robotics", "Tooling", "Castings", "Composites", "Machines"),
    "clean-energy-industries": ("Energy", "Power", "Heat", "Storage", "Hydrogen"),
    "creative-industries": ("Studios", "Audio", "Pictures", "Games", "Stories"),
    "defence": ("Sensors", "Optics", "Systems"),
    "digital-and-technologies": ("Labs", "Data", "Software", "Cloud", "Logic"),
    "financial-services": ("Pay", "Ledger", "Finance", "Cover"),
    "life-sciences": ("Health", "Diagnostics", "Bio", "Therapeutics", "Medical"),
    "professional-and-business-services": ("Legal", "Advisory", "Works", "Planning"),
    "other": ("Foods", "Growers", "Mobility", "Textiles"),
}

# How often each sector turns up, in percent
SECTOR_WEIGHTS = {
    "advanced-manufacturing": 15,
    "clean-energy-industries": 14,
    "creative-industries": 10,
    "defence": 3,
    "digital-and-technologies": 22,
    "financial-services": 9,
    "life-sciences": 15,
    "professional-and-business-services": 7,
    "other": 5,
}

# Where the companies of a heat come from, the city itself most often
NEARBY = {
    "manchester": ("manchester", "manchester", "manchester", "preston"),
    "leeds": ("leeds", "leeds", "leeds", "bradford", "york"),
    "sheffield": ("sheffield", "sheffield", "hull"),
    "liverpool": ("liverpool", "liverpool", "preston", "lancaster"),
    "newcastle": ("newcastle", "newcastle", "newcastle", "sunderland"),
    "sunderland": ("sunderland",),
    "tees-valley": ("tees-valley", "york"),
}

SPIN_OUTS = (
    ("Gritfold Bio", "life-sciences", "liverpool"),
    ("Sluiceway Photonics", "digital-and-technologies", "sheffield"),
    ("Anvilmoss Materials", "advanced-manufacturing", "leeds"),
    ("Candlerake Imaging", "life-sciences", "manchester"),
    ("Undertow Batteries", "clean-energy-industries", "newcastle"),
)
