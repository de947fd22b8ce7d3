"""Template tags for pages. templates/components/README.md explains how to use them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from ...overall_rag import RagCounts
from ...rag import Rag
from ...typed_dates import day_examples
from ...words import count_words, plural, sentence, with_article
from .. import charts
from ..forms import error_target
from ..timeline import TimelineEntry

register = template.Library()


@register.simple_tag
def rag_tag(rag: Rag | str, about: str = "", word: str = "") -> SafeString:
    """RAG tag: word, shape, border and tint. Screen readers say `about` (what is rated) before the word.

    `word` replaces the rating's own, on pages for the public: "On track".
    """
    value = Rag(rag)
    hidden_label = format_html('<span class="govuk-visually-hidden">{}: </span>', about) if about else ""
    return format_html(
        '<strong class="rag rag--{}">{}{}</strong>',
        value.value.replace("_", "-"),
        hidden_label,
        word or value.word,
    )


@register.simple_tag
def rag_bar(counts: RagCounts, title: str, paper: bool = False) -> SafeString:
    """Stacked bar of RAG counts, with the counts in words below.

    A page gets a wide, a narrow and a print drawing; `paper` gives the one drawing for a pack. Drawings for print have
    patterns that can be read after photocopying.
    """
    sizes = [("paper", 960)] if paper else [("wide", 960), ("narrow", 320), ("print", 680)]
    drawings = [
        charts.rag_bar(
            counts,
            title=title,
            width=width,
            uid=f"{slugify(title)}-{size}",
            patterns=size in {"paper", "print"},
        )
        for size, width in sizes
        if counts.total
    ]
    drawn = format_html_join(
        "",
        '<div class="rag-bar__{}">{}</div>',
        (
            (size, mark_safe(svg))  # noqa: S308 (our own drawing, which escapes its title)
            for (size, _), svg in zip(sizes, drawings, strict=False)
        ),
    )
    return format_html(
        '<figure class="rag-bar">{}<figcaption>{}: {}.</figcaption></figure>', drawn, title, counts.words
    )


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: Context, *all_forms: forms.BaseForm) -> dict[str, Any]:
    """Error summary above a form that has errors: each error once, linked to the first input of its field."""
    return {
        "errors": [error for form in all_forms if form for error in _errors(form)],
        "keeps_focus": context.get("keeps_focus"),
    }


def _errors(form: forms.BaseForm) -> Iterable[tuple[str, str]]:
    """(id of the input to link to, or "" if there is none; message), in the order of the fields."""
    first = next(iter(form.visible_fields()), None)
    for message in form.non_field_errors():
        yield (error_target(first) if first else "", str(message))
    for field in form:
        for message in field.errors:
            yield ("" if field.is_hidden else error_target(field), str(message))


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, *labels_and_urls: str) -> dict[str, Any]:
    """Label, address, label, address …, and last the page's own name without an address."""
    trail = list(labels_and_urls)
    home = [("Dashboard", context["home_url"])] if context.get("home_url") else []
    return {
        "links": home + list(zip(trail[:-1:2], trail[1::2], strict=True)),
        "here": trail[-1] if len(trail) % 2 else "",
    }


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumb_trail(context: Context, trail: Sequence[str]) -> dict[str, Any]:
    """Breadcrumbs from one list of what `breadcrumbs` takes."""
    return breadcrumbs(context, *trail)


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    """Rows of (key, value) or (key, value, address of the page that changes it)."""
    full = [(*row, "")[:3] for row in rows]
    return {"rows": full, "some_change": any(change_url for _, _, change_url in full)}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[tuple[str, ...]], uid: str = "task-list") -> dict[str, Any]:
    """Rows of (task, status in words, address, hint). A task without an address cannot be started yet.

    `uid` keeps ids apart where a page has several lists.
    """
    return {"tasks": [(*task, "", "")[:4] for task in tasks], "uid": uid}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context,
    page: Page[Any],
    label: str = "Pages of this list",
    anchor: str = "",
    previous: str = "",
    next: str = "",
) -> dict[str, Any]:
    """Links to the other pages of a list. Empty if there is only one page.

    `anchor` ("#history") is where the list begins. `previous` and `next` replace the words of these links.
    """
    return {
        "anchor": anchor,
        "previous": previous,
        "next": next,
        "request": context.get("request"),
        "page": page,
        "label": label,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
    }


@register.simple_block_tag
def scroll_table(content: str, label: str) -> SafeString:
    """Labelled, focusable region that lets a wide table scroll sideways."""
    return format_html(
        '<div class="scroll-table" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.simple_block_tag
def figures(content: str) -> SafeString:
    """List of `{% figure %}` tiles in a row."""
    return format_html('<ul class="figures">{}</ul>', content)


@register.simple_tag
def figure(number: object, words: str, url: str = "") -> SafeString:
    """One tile of `{% figures %}`: a number and what it counts. With `url`, the tile links to the list."""
    content = format_html('<span class="figure__number">{}</span> {}', number, words)
    if url:
        content = format_html('<a class="figure__link" href="{}">{}</a>', url, content)
    return format_html('<li class="figure">{}</li>', content)


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[TimelineEntry]) -> dict[str, Any]:
    """Timeline of entries, latest first. It belongs below an h2."""
    shown = list(entries)
    return {"entries": shown, "marks_samples": mixes_samples(shown)}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """Message for an empty list: what will appear here, and what to do."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.simple_tag
def trend_line(points: Sequence[tuple[date, Decimal]]) -> SafeString:
    """Small line of figures in time order: `(day, value)` pairs. Show the figures next to it."""
    return mark_safe(charts.trend_line(points))  # noqa: S308 (numbers alone)


@register.simple_tag
def sample_tag() -> SafeString:
    """The word "Sample" next to one made-up item. Only use it where real ones stand next to it (`mixes_samples`)."""
    return mark_safe('<span class="sample">Sample</span>')


@register.simple_tag
def sample_mark() -> SafeString:
    """The sign † next to a made-up figure in a column of figures. Explain it above the table."""
    return mark_safe('<span class="sample-mark">†<span class="govuk-visually-hidden">sample</span></span>')


@register.simple_tag
def hidden_mark() -> SafeString:
    """The sign ‡ next to a figure that is hidden on what leaves the council. Explain it above the table."""
    return mark_safe(
        '<span class="sample-mark">‡<span class="govuk-visually-hidden">hidden outside the council</span></span>'
    )


@register.simple_tag
def mixes_samples(*lists: Iterable[Any]) -> bool:
    """True if items with and without `sample` are shown on one page, so that each sample needs its mark."""
    return len({bool(item.sample) for items in lists for item in items}) > 1


@register.filter
def none_rated(items: Iterable[Any], path: str) -> bool:
    """True if no item has a rating at a path such as `stated.rag`, so that a dash says it all."""
    return all(rag == Rag.NOT_RATED for rag in map(attrgetter(path), items))


@register.filter
def each(items: Iterable[Any], path: str) -> list[Any]:
    """The attribute at a path such as `state.current_update` of each item, without empty ones."""
    return [found for found in map(attrgetter(path), items) if found]


register.filter(with_article)
register.filter(plural)
register.filter(count_words)
register.filter(sentence)
register.filter(day_examples)


@register.filter
def day_words(day: date | None) -> str:
    """30 September 2016."""
    return f"{day.day} {day:%B %Y}" if day else "No date"


@register.filter
def month_words(day: date | None) -> str:
    """Sep 2016."""
    return f"{day:%b %Y}" if day else "No date"


@register.filter
def date_words(day: date | None, precision: str = "day") -> str:
    """Due date to the `precision` of the plan: day, month or year."""
    if day and precision == "year":
        return str(day.year)
    return month_words(day) if precision == "month" else day_words(day)
