"""Names as one hears them in the North: of many origins, with hyphens, apostrophes and marks. Nobody is meant."""

_FIRST_NAMES = (
    "Aoife Niamh Ciarán Siobhán Zoë Chloë Renée Nkechi Chidi Adaeze Oluwaseun Tunde Ngozi Kwame Ama Kofi Xiaoyu Jing "
    "Mei Haruto Yuki Minh Thuy Priya Ananya Rohan Arjun Kavita Sunita Harpreet Gurdeep Simran Mohammed Yusuf Aisha "
    "Fatima Zainab Bilal Imran Nadia Layla Omar Salma Leila Reza Dariush Ewa Agnieszka Piotr Tomasz Katarzyna Oksana "
    "Dmytro Ioana Andrei Elif Mehmet Hannah Emma Grace Lucy Bethany Jack Tom Harry Alfie George Callum Declan Rhys "
    "Megan Gethin Catriona Ewan Isla Rory Martha Edith Winifred Stanley Rebecca Joel Miriam Solomon Marcia Delroy "
    "Shanice Tyrone Inês João Lucía Matteo Giulia Anneke Mary-Ann Jean-Paul"
)
FIRST_NAMES = _FIRST_NAMES.split()

_SURNAMES = (
    "O'Hara-Singh Ackroyd Adeyemi Ashworth Akhtar Armitage Bairstow Banerjee Begum Birtwistle Braithwaite Chowdhury "
    "Clegg Crabtree D'Souza Dhillon Dobson Duckworth Eckersley El-Amin Entwistle Fairclough Featherstone Greenhalgh "
    "Grimshaw Haigh Hardcastle Hartley Hesketh Higginbotham Holroyd Hussain Ibrahim Iqbal Jagger Kaur Kershaw Khan "
    "Kowalczyk Lim Llewellyn MacAllister Mahmood McGrath Mensah Metcalfe Mistry Murgatroyd Mwangi N'Diaye Nguyen Nowak "
    "Nuttall O'Connell O'Rourke Ogden Okafor Okonkwo Oldroyd Ormerod Osei Outhwaite Patel Pemberton Popescu "
    "Postlethwaite Qureshi Ramsbottom Rashid Rawcliffe Rehman Sato Schofield Shackleton Sharma Shufflebottom "
    "Sidebottom Sutcliffe Tan Thackray Thistlethwaite Tordoff Verma Wadsworth Whitworth Wójcik Wolstenholme Yilmaz "
    "Zhang Zielińska Clarke-Mensah Patel-Hughes"
)
SURNAMES = _SURNAMES.split()

# Names that forms and badges stumble over, for the first founders of the demo.
UNUSUAL_NAMES = (
    "Nkechi",
    "Wei Ling Tan",
    "Aoife O'Hara-Singh",
    "Jan van der Meer",
    "Abd al-Rahman ibn Yusuf Qureshi",
    "سلمى الهاشمي",
    "Ng",
    "María José de la Fuente y Hartley",
)

# city, organiser of its heat
CITY_ORGANISERS = {
    "manchester": "Sunita Greenhalgh",
    "leeds": "Declan Ackroyd",
    "sheffield": "Gurdeep Shufflebottom",
    "liverpool": "Siobhán Fairclough",
    "newcastle": "Marcia Outhwaite",
    "sunderland": "Piotr Featherstone",
    "tees-valley": "Layla Metcalfe",
    "hull": "Ewan Tordoff",
    "london": "Sunita Greenhalgh",
}

# Addresses at pitchday.example that the sign-in page of the demo offers
DEMO_PEOPLE = {
    "organiser": "Niamh Whitworth",
    "founder": "Zoë Adeyemi-Clarke",
    "investor": "Tariq Hesketh",
    "judge": "Wei Ling Osei",
    "attendee": "Priya Ormerod",
}

FOUNDER_ROLES = ("Founder and chief executive", "Co-founder, technology", "Co-founder, operations")

_FIRST_WORDS_OF_FUNDS = (
    "Penhollow Larkrigg Threshwater Ninebeck Swarthgill Owlerton Brockenshaw Hagworm Sillfield Cragpeel Wharfemoor "
    "Tattershaw Ellerdyke Mossgarth Skelbrig Whinsill Raventhwaite Coldmarsh Stonyhaugh Lintonholme Birkslack Gowanlea"
)
FIRST_WORDS_OF_FUNDS = _FIRST_WORDS_OF_FUNDS.split()

# Kinds of firm by kind of investor
LAST_WORDS_OF_FUNDS = {
    "angel": ("Angels", "Syndicate"),
    "venture_capital": ("Ventures", "Capital", "Growth Partners"),
    "corporate": ("Industries", "Group"),
    "family_office": ("Family Office",),
    "public_fund": ("Regional Fund (demo)",),
}

CITIES_ABROAD = ("Rotterdam", "Toronto", "Singapore", "Kraków", "Boston", "Dubai", "Lagos", "Gothenburg")
