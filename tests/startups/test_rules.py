"""Reading money, company numbers, days and websites, and facts that must agree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pitchday.errors import DomainError
from pitchday.startups import rules
from pitchday.startups.enums import Registration
from pitchday.web.urls import read_website

POUNDS = st.integers(0, rules.MOST_MONEY)


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("150,000", 150_000),
        ("£150,000", 150_000),
        (" £ 150000 ", 150_000),
        ("150k", 150_000),
        ("150 K", 150_000),
        ("1.5m", 1_500_000),
        ("0.25M", 250_000),
        ("1,200k", 1_200_000),
        ("100.00", 100),
        ("1,000,000,000", 1_000_000_000),
    ],
)
def test_money_is_read_as_people_type_it(text: str, pounds: int | None) -> None:
    assert rules.read_money(text, field="ask") == pounds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lots", "such as 150,000 or 150k"),
        ("-5", "such as 150,000 or 150k"),
        ("1,50", "such as 150,000 or 150k"),
        ("15,00,000", "such as 150,000 or 150k"),
        ("$100", "such as 150,000 or 150k"),
        ("1e6", "such as 150,000 or 150k"),
        ("٣٠٠", "such as 150,000 or 150k"),
        ("9" * 5000, "such as 150,000 or 150k"),
        ("150.50", "without pence"),
        ("1.2345k", "without pence"),
        ("1,000,000,001", "up to £1,000,000,000"),
        ("2000m", "up to £1,000,000,000"),
    ],
)
def test_other_money_is_refused_with_an_example(text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words) as refusal:
        rules.read_money(text, field="ask")
    assert refusal.value.field == "ask"


@given(POUNDS)
def test_every_amount_comes_back_from_how_we_write_it(pounds: int) -> None:
    assert rules.read_money(f"{pounds:,}", field="ask") == pounds
    assert rules.read_money(f"£{pounds}", field="ask") == pounds


@given(st.text())
@example("£")
@example("1.m")
def test_no_text_breaks_the_reading_of_money(text: str) -> None:
    try:
        pounds = rules.read_money(text, field="ask")
    except DomainError:
        return
    assert pounds is None or 0 <= pounds <= rules.MOST_MONEY


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", ""),
        ("12345678", "12345678"),
        ("1234567", "01234567"),
        (" sc 123456 ", "SC123456"),
        ("SC-1234", "SC001234"),
        ("oe.012345", "OE012345"),
        ("R0123456", "R0123456"),
        ("IP12345R", "IP12345R"),
        ("abc", "ABC"),
    ],
)
def test_company_numbers_are_written_as_companies_house_does(text: str, number: str) -> None:
    assert rules.read_company_number(text, field="company_number") == number


@pytest.mark.parametrize("text", ["123456789999", "zzNI12345A", "ßßßßß"])
def test_a_longer_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="eight characters") as refusal:
        rules.read_company_number(text, field="company_number")
    assert refusal.value.field == "company_number"


@pytest.mark.parametrize("number", ["12345678", "SC123456", "NI012345", "R0123456", "OE012345", "CE012345"])
def test_known_shapes(number: str) -> None:
    assert rules.known_company_number(number)


@pytest.mark.parametrize("number", ["", "1234567", "123456789", "zzNI1234", "IP12345R", "SC12345٣", "12345678\n"])
def test_unknown_shapes(number: str) -> None:
    assert not rules.known_company_number(number)


@given(st.text(max_size=30))
def test_reading_a_company_number_twice_changes_nothing(text: str) -> None:
    try:
        number = rules.read_company_number(text, field="company_number")
    except DomainError:
        return
    assert len(number) <= 8
    assert rules.read_company_number(number, field="company_number") == number


@given(st.from_regex(r"[0-9]{1,8}|(SC|NI|OC|CE)[0-9]{1,6}", fullmatch=True).filter(str.isascii))
def test_a_number_with_its_zeros_left_out_is_known_once_read(text: str) -> None:
    assert rules.known_company_number(rules.read_company_number(text, field="company_number"))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", ""),
        ("https://wrenfell.example/robots?x=1", "https://wrenfell.example/robots?x=1"),
        ("http://wrenfell.example", "http://wrenfell.example"),
        ("wrenfell.example", "https://wrenfell.example"),
        ("www.wrenfell.example:8080/a", "https://www.wrenfell.example:8080/a"),
    ],
)
def test_websites_are_taken_with_or_without_their_beginning(text: str, address: str) -> None:
    assert read_website(text, field="website") == address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "ftp://example.org",
        "https://",
        "https://localhost",
        "https://user:secret@example.org",
        "https://exa mple.org",
        'https://example.org/"onclick="x',
        "http://[::1",
        "https://example.org:99999999",
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(DomainError, match="starts with https://"):
        read_website(text, field="website")


@given(st.text())
def test_what_is_taken_as_a_website_is_a_web_address(text: str) -> None:
    try:
        address = read_website(text, field="website")
    except DomainError:
        return
    assert address == "" or address.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "founded", "words"),
    [
        ("", "", ""),
        ("March 2024", "2024-03", "March 2024"),
        ("mar 2024", "2024-03", "March 2024"),
        ("3/2024", "2024-03", "March 2024"),
        ("2024-03", "2024-03", "March 2024"),
        ("4/3/2024", "2024-03-04", "4 March 2024"),
        ("29.2.2024", "2024-02-29", "29 February 2024"),
        (" 14  September 2023 ", "2023-09-14", "14 September 2023"),
    ],
)
def test_founding_is_a_month_or_a_day(text: str, founded: str, words: str) -> None:
    assert rules.read_founded(text, field="founded") == founded
    assert rules.founded_in_words(founded) == words


@pytest.mark.parametrize(
    "text", ["2024", "29/2/2023", "0/2024", "13/2024", "Smarch 2024", "1899-12", "31 June 2020", "٣/2024", "m 20245"]
)
def test_other_foundings_are_refused(text: str) -> None:
    with pytest.raises(DomainError, match="Enter a") as refusal:
        rules.read_founded(text, field="founded")
    assert refusal.value.field == "founded"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.booleans())
def test_every_day_comes_back_from_how_we_write_it(day: date, known: bool) -> None:
    founded = day.isoformat() if known else f"{day:%Y-%m}"
    assert rules.read_founded(rules.founded_in_words(founded), field="founded") == founded
    assert rules.read_founded(founded, field="founded") == founded
    assert rules.read_founded(f"{day:%d/%m/%Y}", field="founded") == day.isoformat()


@given(st.text())
@example("1" * 5000)
def test_no_text_breaks_the_reading_of_figures(text: str) -> None:
    for read in (rules.read_founded, rules.read_staff, rules.read_count):
        try:
            read(text, field="x")
        except DomainError as refusal:
            assert refusal.message


@given(st.integers(0, rules.MOST_STAFF * 100 - 1))
def test_staff_come_back_from_how_we_write_them(hundredths: int) -> None:
    staff = hundredths / 100
    assert rules.read_staff(rules.staff_in_words(staff), field="staff_fte") == staff


NOTHING = {"registration": None, "company_number": "", "overseas_country": "", "overseas_number": ""}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"registration": Registration.COMPANIES_HOUSE}, "company_number"),
        ({"registration": Registration.NOT_YET, "company_number": "12345678"}, "company_number"),
        ({"registration": Registration.OVERSEAS}, "overseas_country"),
        ({"registration": Registration.OVERSEAS, "overseas_number": "1"}, "overseas_country"),
        ({"registration": Registration.SOLE_TRADER, "overseas_country": "Norway"}, "overseas_country"),
        ({"overseas_number": "1"}, "overseas_number"),
    ],
)
def test_number_country_and_registration_must_agree(said: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        rules.settled_registration(NOTHING | said)
    assert refusal.value.field == field


def test_a_number_says_where_it_is_from() -> None:
    assert rules.settled_registration(NOTHING) is None
    assert rules.settled_registration(NOTHING | {"company_number": "12345678"}) is Registration.COMPANIES_HOUSE
    norway = {"registration": Registration.OVERSEAS, "overseas_country": "Norway"}
    assert rules.settled_registration(NOTHING | norway) is Registration.OVERSEAS


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" ai ,medtech;  looms\nAI", "AI, Medtech, Looms"),
        ("iot, circular  economy,, ", "IoT, Circular economy"),
        ("eLearning", "ELearning"),
    ],
)
def test_specialisms_are_kept_once_and_as_they_are_usually_written(text: str, kept: str) -> None:
    assert rules.read_specialisms(text, field="specialisms") == kept


@pytest.mark.parametrize("text", ["a,b,c,d,e,f", "a sentence that nobody would look for"])
def test_too_much_is_no_specialism(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        rules.read_specialisms(text, field="specialisms")
    assert refused.value.field == "specialisms"


@given(st.lists(st.text(max_size=30), max_size=5).map(",".join))
def test_reading_specialisms_twice_changes_nothing(text: str) -> None:
    try:
        once = rules.read_specialisms(text, field="specialisms")
    except DomainError:
        return
    assert len(once) <= 200 and rules.read_specialisms(once, field="specialisms") == once
