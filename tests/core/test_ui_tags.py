"""Template tags for ratings, dates and lists. Ratings always have a word."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from core.overall_rag import RagCounts
from core.rag import Rag


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("rag", Rag)
def test_a_rating_is_always_a_word(rag):
    html = render("{% rag_tag rag %}", rag=rag)
    assert f">{rag.word}</strong>" in html
    assert f"rag--{rag.value.replace('_', '-')}" in html
    assert "<a" not in html and "<button" not in html


def test_a_rating_may_be_given_as_its_stored_word_and_say_what_is_rated():
    html = render('{% rag_tag "not_rated" "Confidence" %}')
    assert '<span class="govuk-visually-hidden">Confidence: </span>Not rated' in html


def test_a_bar_says_its_counts_in_words():
    counts = RagCounts(red=2, green=5)
    html = render("{% rag_bar counts title %}", counts=counts, title="Strand <A>")
    assert html.count("<svg") == 3
    assert f"Strand &lt;A&gt;: {counts.words}." in html
    assert "<A>" not in html
    assert render('{% rag_bar counts "Strand A" paper=True %}', counts=counts).count("<svg") == 1


def test_a_bar_of_nothing_is_words_alone():
    html = render('{% rag_bar counts "Strand A" %}', counts=RagCounts())
    assert "<svg" not in html
    assert "Strand A: nothing to rate." in html


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "30 September 2016"), ("month", "Sep 2016"), ("year", "2016")]
)
def test_a_date_is_as_precise_as_it_was_promised(precision, words):
    assert render("{{ day|date_words:precision }}", day=date(2016, 9, 30), precision=precision) == words


def test_no_date_is_said():
    assert render("{{ none|date_words:'month' }} {{ none|day_words }}", none=None) == "No date No date"


def test_breadcrumbs_start_at_the_dashboard_and_end_here():
    html = render('{% breadcrumbs "Boards" "/p/boards/" board %}', home_url="/p/", board="SEND <Board>")
    assert html.index('href="/p/"') < html.index('href="/p/boards/"')
    assert 'aria-current="page">SEND &lt;Board&gt;</li>' in html


def test_summary_list_says_what_is_not_stated_and_keeps_zero():
    html = render("{% summary_list rows %}", rows=[("Lead", ""), ("Late", 0), ("Due", "Sep 2016", "/c/")])
    assert "Not stated" in html
    assert '<dd class="govuk-summary-list__value">0</dd>' in html
    assert 'href="/c/">Change<span class="govuk-visually-hidden"> Due</span>' in html


def test_pages_keep_the_filters():
    request = RequestFactory().get("/list/", {"rag": "red", "page": "4"})
    html = render("{% pagination page %}", page=Paginator(range(500), 50).page(4), request=request)
    assert 'href="?rag=red&amp;page=3" rel="prev"' in html
    assert 'aria-label="Page 4" aria-current="page"' in html
    assert render("{% pagination page %}", page=Paginator([1], 50).page(1), request=request).strip() == ""


def test_a_wide_table_scrolls_in_a_named_focusable_region():
    html = render("{% scroll_table label %}<table></table>{% endscroll_table %}", label='Due "now"')
    assert 'role="region" aria-label="Due &quot;now&quot;" tabindex="0"><table></table></div>' in html


def test_an_empty_state_says_the_one_thing_to_do():
    html = render('{% empty_state "No packs yet" "They appear here." "/b/" "Build a pack" %}')
    assert "No packs yet" in html and '<a class="govuk-link" href="/b/">Build a pack</a>' in html


def test_figures_lead_to_the_lists_behind_them():
    html = render(
        "{% figures %}{% figure 3 'overdue' url %}{% figure 0 words %}{% endfigures %}",
        url="/d/?due=overdue&q=x",
        words="<late>",
    )
    assert html.startswith('<ul class="figures"><li class="figure"><a class="figure__link"')
    assert 'href="/d/?due=overdue&amp;q=x"><span class="figure__number">3</span> overdue</a></li>' in html
    assert '<li class="figure"><span class="figure__number">0</span> &lt;late&gt;</li></ul>' in html


SAMPLE, REAL = SimpleNamespace(sample=True), SimpleNamespace(sample=False)


@pytest.mark.parametrize(
    ("lists", "marked"),
    [
        (([], []), "False"),
        (([SAMPLE], [SAMPLE]), "False"),
        (([REAL], []), "False"),
        (([SAMPLE, REAL], []), "True"),
        (([SAMPLE], [REAL]), "True"),
    ],
)
def test_samples_are_marked_only_next_to_real_ones(lists, marked):
    html = render("{% mixes_samples one other as marks %}{{ marks }}", one=lists[0], other=lists[1])
    assert html == marked


def test_what_holds_nothing_counts_neither_as_a_sample_nor_as_real():
    states = [SimpleNamespace(update=SAMPLE), SimpleNamespace(update=None)]
    assert render('{% mixes_samples states|each:"update" as marks %}{{ marks }}', states=states) == "False"


def test_a_column_without_any_rating_is_known():
    def none_rated(*rags):
        return render('{{ items|none_rated:"rag" }}', items=[SimpleNamespace(rag=rag) for rag in rags])

    assert none_rated(Rag.NOT_RATED, Rag.NOT_RATED) == "True"
    assert none_rated(Rag.NOT_RATED, Rag.GREEN) == "False"


def test_the_mark_of_a_sample_has_a_word_for_screen_readers():
    assert text_only(render("{% sample_mark %}")) == "†sample"


def text_only(html):
    return re.sub(r"<[^>]+>", "", html)
