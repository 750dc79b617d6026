"""What is asked, no finer than a report of some dozens of people can show it.

Words and groups are those of the Census 2021 of the Office for National Statistics, and of the Social Mobility
Commission for the last household questions; ethnic groups are the census's five, since its nineteen would leave nothing
to show. Nothing is typed: a free text tells who wrote it. Keys are stored. A question or an answer more needs a
migration that gives every open survey its row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    key: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """`topic` is what a report calls it, `words` what a founder is asked."""

    key: str
    topic: str
    words: str
    answers: tuple[Answer, ...]
    hint: str = ""


_YES, _NO = Answer("yes", "Yes"), Answer("no", "No")

QUESTIONS = (
    Question(
        "age",
        "Age",
        "How old are you?",
        (
            Answer("under_25", "Under 25"),
            Answer("25_to_34", "25 to 34"),
            Answer("35_to_44", "35 to 44"),
            Answer("45_to_54", "45 to 54"),
            Answer("55_or_over", "55 or over"),
        ),
    ),
    Question(
        "sex",
        "Sex",
        "What is your sex?",
        (Answer("female", "Female"), Answer("male", "Male")),
        "The next question is about gender identity.",
    ),
    Question(
        "gender_identity",
        "Gender the same as sex registered at birth",
        "Is the gender you identify with the same as your sex registered at birth?",
        (_YES, _NO),
    ),
    Question(
        "ethnicity",
        "Ethnic group",
        "What is your ethnic group?",
        (
            Answer(
                "asian",
                "Asian, Asian British or Asian Welsh",
                "Bangladeshi, Chinese, Indian, Pakistani or any other Asian background",
            ),
            Answer(
                "black",
                "Black, Black British, Black Welsh, Caribbean or African",
                "African, Caribbean or any other Black background",
            ),
            Answer("mixed", "Mixed or multiple ethnic groups"),
            Answer(
                "white",
                "White",
                "English, Welsh, Scottish, Northern Irish or British, Irish, Gypsy or Irish Traveller, Roma or any "
                "other White background",
            ),
            Answer("other", "Other ethnic group", "Arab or any other ethnic group"),
        ),
    ),
    Question(
        "disability",
        "Disabled",
        "Are you disabled?",
        (_YES, _NO),
        "A physical or mental condition that lasts, or is expected to last, a year or more and limits what you do "
        "day to day.",
    ),
    Question(
        "religion",
        "Religion",
        "What is your religion?",
        (
            Answer("none", "No religion"),
            Answer("buddhist", "Buddhist"),
            Answer("christian", "Christian", "All denominations"),
            Answer("hindu", "Hindu"),
            Answer("jewish", "Jewish"),
            Answer("muslim", "Muslim"),
            Answer("sikh", "Sikh"),
            Answer("other", "Any other religion"),
        ),
    ),
    Question(
        "orientation",
        "Sexual orientation",
        "Which of these best describes your sexual orientation?",
        (
            Answer("straight", "Straight or heterosexual"),
            Answer("gay_or_lesbian", "Gay or lesbian"),
            Answer("bisexual", "Bisexual"),
            Answer("other", "Other sexual orientation"),
        ),
    ),
    Question(
        "household",
        "Work of the main earner at home, at the age of 14",
        "When you were about 14, what did the main earner in your household do?",
        (
            Answer("professional", "Professional work", "Teacher, nurse, engineer, solicitor, software designer"),
            Answer("manager", "Manager or administrator", "Finance, office or retail manager, chief executive"),
            Answer("clerical", "Clerical or intermediate work", "Secretary, call centre agent, nursery nurse"),
            Answer("technical", "Technical or craft work", "Mechanic, plumber, electrician, train driver"),
            Answer("routine", "Routine, manual or service work", "Driver, cleaner, carer, farm worker, shop assistant"),
            Answer("small_business", "Ran a small business", "Shop, garage, taxi, restaurant; fewer than 25 people"),
            Answer("unemployed", "Long without work", "Claiming benefits for more than a year"),
            Answer("other", "None of these, or I do not know"),
        ),
    ),
    Question(
        "school",
        "School from 11 to 16",
        "What kind of school did you go to for most of the time from 11 to 16?",
        (
            Answer("state", "State-run or state-funded"),
            Answer("independent", "Independent or fee-paying"),
            Answer("independent_bursary", "Independent, with a bursary for nearly all of the fees"),
            Answer("abroad", "A school outside the United Kingdom"),
            Answer("other", "None of these, or I do not know"),
        ),
    ),
    Question(
        "caring",
        "Caring",
        "Do you look after somebody?",
        (
            Answer("no", "No"),
            Answer("children", "A child or children under 18"),
            Answer("adult", "An adult", "Who is ill, disabled or old and needs your help"),
            Answer("both", "Both a child and an adult"),
        ),
    ),
)
