"""What the invented programmes say of themselves."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """`funder` is a name and the sentence it asks to be shown; `sectors` are slugs, none for all of them."""

    name: str
    summary: str
    description: str
    funder: tuple[str, str] | None = None
    sectors: tuple[str, ...] = ()


PROGRAMMES = {
    "northern": Words(
        "Northern Pitch 2027",
        "Heats in the cities of the North, a final, and investors who come to listen. Everything here is fictional.",
        "Each city chooses its own: eight startups pitch for five minutes, answer questions for five, and meet "
        "investors one to one in the afternoon.\n\n"
        "- **The best two** of each heat come to the final.\n"
        "- **One wild card** goes to a startup that missed them by little.\n"
        "- Whoever is in reserve comes in when somebody cannot.\n\n"
        "You apply once, in the city that suits you. To pitch costs nothing, and nobody takes a share of your company.",
        funder=(
            "Northern Growth Fund (demo)",
            "Northern Pitch 2027 is paid for by the Northern Growth Fund (demo), which does not exist.",
        ),
    ),
    "spin-out": Words(
        "University Spin-out Showcase",
        "Teams that leave the laboratory, some before they are a company. Everything here is fictional.",
        "For teams of the universities of the North whose work could become a company. You need no company number to "
        "apply, only an idea that somebody in your department would stand up for.",
        sectors=("advanced-manufacturing", "clean-energy-industries", "life-sciences"),
    ),
}
