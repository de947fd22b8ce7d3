"""Contrast in colour, in greyscale and with deuteranopia. Source: WCAG 2.2."""

import re
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.contrast import contrast_ratio
from core.overall_rag import RagCounts
from core.rag import WHITE, Rag
from core.ui import charts
from councils.branding.colours import STANDARD_COLOUR, ColourRefused, accent_colour, deepened
from tests.core.seeing import SEEING, seen

ROOT = Path(settings.BASE_DIR)
TEXT, SIGN = 4.5, 3.0
"""Minimum contrast of text (1.4.3), and of a border, a shape or a bar (1.4.11)."""

EVERY_STATE = RagCounts(2, 3, 8, 4, 3)


@pytest.mark.parametrize("how", SEEING)
@pytest.mark.parametrize("rag", Rag)
class TestRatings:
    def test_its_word_and_shape_are_read_on_its_tint(self, rag, how):
        assert contrast_ratio(seen(rag.text, how), seen(rag.fill, how)) >= TEXT

    def test_its_border_stands_out_from_the_page(self, rag, how):
        assert contrast_ratio(seen(rag.text, how), seen(WHITE, how)) >= SIGN

    def test_its_label_is_read_on_the_bar(self, rag, how):
        assert contrast_ratio(seen(rag.text_on_solid, how), seen(rag.solid, how)) >= TEXT

    def test_its_stretch_of_the_bar_has_an_edge(self, rag, how):
        """The edge is the segment's own colour, or its outline if the colour is near white."""
        assert contrast_ratio(seen(rag.outline or rag.solid, how), seen(WHITE, how)) >= SIGN


def test_some_ratings_look_alike_without_colour():
    """Some pairs of ratings look alike without colour, so each has a word, a shape and, in print, a pattern."""
    alike = {
        how: [
            {one.word, other.word}
            for one, other in permutations(Rag, 2)
            if contrast_ratio(seen(one.solid, how), seen(other.solid, how)) < SIGN
        ]
        for how in SEEING
    }
    assert all(alike.values())


@pytest.mark.parametrize("rag", Rag)
def test_a_rating_is_its_word_in_the_open(rag):
    html = Template("{% load ui %}{% rag_tag rag %}").render(Context({"rag": rag}))
    assert re.sub(r"<[^>]+>", "", html) == rag.word
    assert "visually-hidden" not in html


def test_each_rating_has_a_shape_of_its_own():
    shapes = {rag: _rules(rf"\.rag--{_css(rag)}::?before") for rag in Rag}
    assert all(shapes.values())
    assert len(set(shapes.values())) == len(Rag)


@pytest.mark.parametrize("patterns", [False, True], ids=["on a screen", "on paper"])
@pytest.mark.parametrize("width", [960, 320])
def test_every_stretch_of_a_bar_has_its_word_and_its_shape(width, patterns):
    svg = charts.rag_bar(EVERY_STATE, title="All", width=width, uid="x", patterns=patterns)
    for rag, count in EVERY_STATE.by_rag.items():
        assert f">{count} {rag.word.lower()}</text>" in svg
        assert re.escape(charts.MARKS[rag.shape].partition("{colour}")[0]) in re.escape(svg)


def test_stretches_do_not_touch():
    svg = charts.rag_bar(EVERY_STATE, title="All", width=960, uid="x")
    blocks = re.findall(r'<rect x="([\d.]+)" y="0" width="([\d.]+)"', svg)
    edges = [(float(x), float(x) + float(width)) for x, width in blocks]
    assert len(edges) == len(Rag)
    assert all(after - end >= 1.9 for (_, end), (after, _) in pairwise(edges))


def test_on_paper_each_state_has_a_pattern_of_its_own():
    assert len({rag.pattern for rag in Rag}) == len(Rag)
    svg = charts.rag_bar(EVERY_STATE, title="All", width=960, uid="x", patterns=True)
    drawn = re.findall(r'<pattern id="x-([^"]+)"[^>]*>(.*?)</pattern>', svg)
    assert {name for name, _ in drawn} == {rag.pattern for rag in Rag} - {"solid", "empty"}
    assert len({drawing for _, drawing in drawn}) == len(drawn)


# --- The built style sheet ---

SHEET = re.sub(r"/\*.*?\*/", "", (ROOT / "static" / "build" / "app.css").read_text(), flags=re.DOTALL)
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET)
NAMED = {name: value for _, body in RULES for name, value in re.findall(r"--([\w-]+):\s*(#\w{3,8})", body)}


def _rules(selector: str) -> frozenset[str]:
    return frozenset(body for found, body in RULES if re.search(rf"(?:^|,){selector}$", found))


def _css(rag: Rag) -> str:
    return rag.value.replace("_", "-")


def _named(name: str) -> str:
    return NAMED[name if name == "accent" else f"govuk-{name}-colour"]


@pytest.mark.parametrize(
    ("words", "ground", "needed"),
    [
        ("text", "body-background", TEXT),
        ("text", "surface-background", TEXT),
        ("secondary-text", "body-background", TEXT),
        ("secondary-text", "surface-background", TEXT),
        ("link", "body-background", TEXT),
        ("link", "surface-background", TEXT),
        ("link", "hover", TEXT),
        ("link-visited", "body-background", TEXT),
        ("link-visited", "surface-background", TEXT),
        ("link-hover", "body-background", TEXT),
        ("link-hover", "surface-background", TEXT),
        ("error", "body-background", TEXT),
        ("focus-text", "focus", TEXT),
        ("inverse-text", "accent", TEXT),
        ("inverse-text", "brand", TEXT),
        ("inverse-text", "success", TEXT),
        ("input-border", "body-background", SIGN),
        ("input-border", "surface-background", SIGN),
        ("accent", "surface-background", SIGN),
        ("focus", "accent", SIGN),
    ],
)
def test_the_named_colours_can_be_read_on_each_other(words, ground, needed):
    for how in SEEING:
        assert contrast_ratio(seen(_named(words), how), seen(_named(ground), how)) >= needed


def test_every_rule_that_sets_words_and_ground_can_be_read():
    pairs = [
        (selector, words, ground)
        for selector, body in RULES
        if "disabled" not in selector
        and (words := _colour(r"(?:^|;)color", body))
        and (ground := _colour(r"(?:^|;)background(?:-color)?", body))
    ]
    assert len(pairs) > 15
    assert [pair for pair in pairs if contrast_ratio(pair[1], pair[2]) < TEXT] == []


def _colour(named: str, body: str) -> str:
    """Plain colour that a rule sets, with custom properties resolved, or "" if it sets none."""
    values = re.findall(rf"{named}:\s*([^;]+)", body)
    value = values[-1].strip() if values else ""
    if variable := re.fullmatch(r"var\(--([\w-]+)(?:,[^)]*)?\)", value):
        value = NAMED.get(variable[1], "")
    value = {"white": "#ffffff", "black": "#000000"}.get(value, value)
    if short := re.fullmatch(r"#(\w)(\w)(\w)", value):
        return "#" + "".join(figure * 2 for figure in short.groups())
    return value if re.fullmatch(r"#\w{6}", value) else ""


def test_our_own_colour_is_one_and_the_same():
    assert NAMED["accent"] == NAMED["govuk-brand-colour"] == STANDARD_COLOUR
    assert NAMED["accent-deep"] == deepened(STANDARD_COLOUR)
    assert f'default:"{STANDARD_COLOUR}"' in (ROOT / "templates" / "base.html").read_text()


def test_a_main_button_has_the_councils_colour_and_its_darker_shade_under_the_pointer():
    assert any("background-color:var(--accent)" in body for body in _rules(r"\.govuk-button"))
    assert any("background-color:var(--accent-deep)" in body for body in _rules(r"\.govuk-button:hover"))


@given(st.integers(0, 0xFFFFFF))
def test_white_text_is_read_on_a_button_of_every_colour_that_is_allowed(number):
    try:
        colour = accent_colour(f"#{number:06x}")
    except ColourRefused:
        return
    assert contrast_ratio(WHITE, deepened(colour)) >= contrast_ratio(WHITE, colour) >= TEXT
