"""Rows of a document as the deliverables that they become, with every doubt that a person settles.

The steps are those of docs/rules/import.md: put shifted rows right, take out children's numbers, join rows that were
broken, find sections, put outcomes together, then read each row: title, dates, leads, status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import replace

from core.rag import Rag
from core.words import list_words
from plan_files.reading.document import Document
from plan_files.rules import children, outcomes, status_key, titles
from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.cells import read_by_when, read_one_date, read_people
from plan_files.rules.columns import Mapping
from plan_files.rules.doubts import LEAVE_OUT, Choice, DoubtKind, edit_id, text_written
from plan_files.rules.drafts import Draft, drafts_of
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold, row_key
from plan_files.rules.leads import Directory
from plan_files.rules.matching import Matcher, settle_duplicates
from plan_files.rules.organisations import settled_organisations
from plan_files.rules.review import Answers, Context, ImportedRow, LeftOut, Review, UnusedCell
from plan_files.rules.sections import settled_sections
from plan_files.rules.shifts import unshifted
from strategies.importers.cells import LOOKALIKES, fold_lookalikes

NO_ANSWERS: MappingOf[str, str] = {}
GENERAL_SECTION = "Deliverables"
LONGEST_TITLE = titles.LONGEST_TITLE
_LOOKALIKE_LETTERS = {chr(letter) for letter in LOOKALIKES}
_FOLDED = (
    Field.LEAD,
    Field.REPORTING,
    Field.TITLE,
    Field.NUMBER,
    Field.BY_WHEN,
    Field.STATUS,
    Field.ORGANISATION,
)


def read_rows(
    document: Document, mappings: Sequence[Mapping], context: Context, answers: Answers = NO_ANSWERS
) -> Review:
    """Every row of the document as it will be. Answers are applied; where there is none, the proposed one counts."""
    return _Reading(document, mappings, context, answers).review()


class _Reading:
    """One reading of a document from its first step to the review."""

    def __init__(
        self, document: Document, mappings: Sequence[Mapping], context: Context, answers: Answers
    ) -> None:
        self.context = context
        self.answers = answers
        self.asked = Asked(answers)
        self.found = drafts_of(document, mappings, self.asked)
        self.drafts = self.found.drafts
        self.left_out: list[LeftOut] = self.found.left_out
        self.people = Directory(context.people)
        self.is_alone = False
        self.has_dates = any(Field.BY_WHEN in mapping.columns for mapping in mappings if not mapping.skip)

    def review(self) -> Review:
        """All steps in their order."""
        self._put_shifted_rows_right()
        self._give_keys()
        self._take_out_childrens_numbers()
        self._fold_lookalikes()
        self._join_broken_rows()
        self._apply_edits()
        self._settle_sections()
        self._settle_outcomes()
        organisations = settled_organisations(
            [(draft.key, draft.text(Field.ORGANISATION)) for draft in self.drafts], self.context, self.asked
        )
        self.known_words = titles.vocabulary(cell for draft in self.drafts for cell in draft.cells)
        rows = [self._read(draft, organisations) for draft in self.drafts]
        rows, dropped = settle_duplicates(rows, self.asked)
        self.left_out += dropped
        self._check_numbers(rows)
        rows, absent = Matcher(self.context.existing).matched(rows, self.asked)
        doubts = self.asked.all()
        by_row: dict[str, list[str]] = {}
        for doubt in doubts:
            for key in doubt.rows:
                by_row.setdefault(key, []).append(doubt.id)
        return Review(
            rows=tuple(replace(row, doubts=tuple(by_row.get(row.key, []))) for row in rows),
            doubts=doubts,
            left_out=tuple(sorted(self.left_out, key=lambda left: (left.table, left.row))),
            unused_text=tuple(self.found.unused_text),
            sections=tuple(dict.fromkeys(row.section for row in rows)),
            absent=absent,
            status_words=tuple(dict.fromkeys(row.status for row in rows if row.status)),
        )

    # --- Steps over all rows ---

    def _put_shifted_rows_right(self) -> None:
        for draft in self.drafts:
            moved = unshifted(draft.cells, draft.columns)
            if moved is None:
                continue
            cells, by = moved
            draft.set_cells(cells)
            key = row_key(draft.section, draft.text(Field.NUMBER), draft.text(Field.TITLE))
            side = "left" if by > 0 else "right"
            answer = self.asked.ask(
                DoubtKind.SHIFTED,
                [],
                about=key,
                subject=draft.text(Field.TITLE),
                sentence=f"The row {quoted(draft.text(Field.TITLE))} seems to be printed one column too far {side}.",
                choices=[
                    Choice("move", f"Move it one column to the {'right' if by > 0 else 'left'}"),
                    Choice("as_printed", "Leave it as printed"),
                ],
            )
            draft.key = key
            if answer == "as_printed":
                draft.set_cells(draft.cells)

    def _give_keys(self) -> None:
        seen: Counter[str] = Counter()
        for draft in self.drafts:
            own = draft.text(Field.ID)
            key = own or draft.key or row_key(draft.section, draft.text(Field.NUMBER), _key_text(draft))
            shifted = draft.key
            seen[key] += 1
            draft.key = key if seen[key] == 1 else f"{key}-{seen[key]}"
            if shifted:
                self.asked.add_row(DoubtKind.SHIFTED, shifted, draft.key)

    def _take_out_childrens_numbers(self) -> None:
        for draft in self.drafts:
            found = [part for cell in draft.cells for part in children.childs_numbers(cell)]
            if not found:
                continue
            answer = self.asked.ask(
                DoubtKind.CHILDS_NUMBER,
                [draft.key],
                about=draft.key,
                subject=draft.places[0],
                sentence=(
                    f"The row at {draft.places[0]} seems to hold a child's number or date of birth. "
                    "A plan must not say anything about a single child."
                ),
                choices=[
                    Choice("remove", "Take the number out"),
                    Choice("keep", "It is no child's number: keep it"),
                ],
            )
            if answer == "remove":
                draft.cells = tuple(children.without(cell, found) for cell in draft.cells)
                draft.texts = {name: children.without(text, found) for name, text in draft.texts.items()}
                draft.unused = [
                    UnusedCell(cell.column, children.without(cell.text, found)) for cell in draft.unused
                ]

    def _fold_lookalikes(self) -> None:
        for draft in self.drafts:
            for name in _FOLDED:
                text = draft.text(name)
                if text.isascii() or not _LOOKALIKE_LETTERS & set(text):
                    continue
                for word in dict.fromkeys(text.split()):
                    latin = fold_lookalikes(word)
                    if latin == word or not latin.isascii():
                        continue
                    bare, latin_bare = (
                        word.strip(";,/."),
                        latin.strip(";,/.").upper() if len(word) < 4 else latin,
                    )
                    answer = self.asked.ask(
                        DoubtKind.LOOK_ALIKE,
                        [draft.key],
                        about=about(name.value, bare),
                        subject=bare,
                        sentence=(
                            f"{quoted(bare)} is written with letters of another alphabet. "
                            f"They look like {quoted(latin_bare)}."
                        ),
                        choices=[
                            Choice("latin", f"Read it as {quoted(latin_bare)}"),
                            Choice("as_printed", "Leave the letters as they are"),
                        ],
                    )
                    if answer == "latin":
                        text = text.replace(word, latin)
                draft.texts[name] = text

    def _join_broken_rows(self) -> None:
        kept: list[Draft] = []
        for draft in self.drafts:
            before = kept[-1] if kept and _follows(draft, kept[-1]) else None
            if before is not None and self._is_joined(draft, before):
                _join(before, draft)
            elif reason := self._why_left_out(draft):
                self.left_out.append(LeftOut(draft.table, draft.row, draft.places[0], draft.cells, reason))
            else:
                kept.append(draft)
        self.drafts = kept

    def _is_joined(self, draft: Draft, before: Draft) -> bool:
        title = draft.text(Field.TITLE)
        if titles.is_total(title):
            return False
        told = [name for name in (Field.BY_WHEN, Field.LEAD, Field.NUMBER, Field.STATUS) if draft.text(name)]
        if not title:
            if told:
                return False
            return self._ask_to_join(
                draft, before, "has no title", "join", Choice("leave_out", "Leave it out")
            )
        if _same_but_for_people(draft, before):
            return self._ask_to_join(
                draft,
                before,
                f"says the same as the one above but for its lead: {quoted(draft.text(Field.LEAD))}",
                "join",
                Choice("own", "It is a row of its own"),
            )
        if told:
            return False
        told_before = [name for name in (Field.BY_WHEN, Field.LEAD, Field.NUMBER) if before.text(name)]
        goes_on = title[0].islower() or bool(titles.unfinished(before.text(Field.TITLE)))
        same_body = draft.text(Field.ORGANISATION) in ("", before.text(Field.ORGANISATION))
        if goes_on and same_body:
            return self._ask_to_join(
                draft, before, f"reads {quoted(title)}", "join", Choice("own", "It is a row of its own")
            )
        if Field.NUMBER in draft.columns and before.text(Field.NUMBER) and len(told_before) >= 2:
            return self._ask_to_join(
                draft,
                before,
                f"reads {quoted(title)} and has no number, date or lead",
                "own",
                Choice("own", "It is a row of its own"),
            )
        return False

    def _ask_to_join(self, draft: Draft, before: Draft, what: str, proposed: str, other: Choice) -> bool:
        join = Choice("join", f"It is the rest of {quoted(before.text(Field.TITLE) or before.places[0])}")
        choices = [join, other] if proposed == "join" else [other, join]
        answer = self.asked.ask(
            DoubtKind.BROKEN_ROW,
            [before.key, draft.key],
            about=draft.key,
            subject=draft.places[0],
            sentence=f"The row at {draft.places[0]} {what}. It may be the rest of the row above.",
            choices=choices,
        )
        return answer == "join"

    def _why_left_out(self, draft: Draft) -> str:
        """Why a row becomes no deliverable, "" if it does."""
        if self.answers.get(edit_id(draft.key, LEAVE_OUT)) == "yes":
            return "Left out by hand"
        if titles.is_total(draft.text(Field.TITLE)):
            answer = self.asked.ask(
                DoubtKind.TOTALS,
                [draft.key],
                about=draft.key,
                subject=draft.places[0],
                sentence=f"The row at {draft.places[0]} has the title {quoted(draft.text(Field.TITLE))}.",
                choices=[Choice("leave_out", "Leave it out"), Choice("keep", "It is a deliverable")],
            )
            return "Totals" if answer == "leave_out" else ""
        return "No title" if self._has_no_title(draft) else ""

    def _has_no_title(self, draft: Draft) -> bool:
        """Ask about a row without a title. Its title is then that of another cell, a typed one, or none."""
        if draft.text(Field.TITLE) or self.answers.get(edit_id(draft.key, Field.TITLE.value)):
            return False
        sources = (Field.DETAIL, Field.MEASURE, Field.OUTCOME, Field.PROGRESS, Field.NOTES)
        instead = [text for name in sources if (text := draft.text(name))]
        instead += [cell.text for cell in draft.unused]
        facts = [text for name in (Field.BY_WHEN, Field.LEAD) if (text := draft.text(name))]
        choices = [Choice("use", f"Use {quoted(instead[0])} as its title")] if instead else []
        if facts:
            choices.append(Choice("untitled", f"Call it “No title ({', '.join(facts)})”"))
        choices.append(Choice("leave_out", "Leave the row out"))
        answer = self.asked.ask(
            DoubtKind.EMPTY_TITLE,
            [draft.key],
            about=draft.key,
            subject=draft.places[0],
            sentence=f"The row at {draft.places[0]} has no title.",
            choices=choices,
            write="Title",
        )
        if answer == "leave_out":
            return True
        if answer == "use":
            draft.texts[Field.TITLE] = instead[0]
        elif answer == "untitled":
            draft.texts[Field.TITLE] = f"No title ({', '.join(facts)})"
        else:
            draft.texts[Field.TITLE] = text_written(answer)
        return False

    def _apply_edits(self) -> None:
        """Put in what a person corrected by hand, as if it had been printed."""
        for draft in self.drafts:
            for name in Field:
                text = self.answers.get(edit_id(draft.key, name.value))
                if text is None or name in (Field.TITLE, Field.DETAIL):
                    continue
                if name is Field.SECTION:
                    draft.section = text
                else:
                    draft.texts[name] = text

    def _settle_sections(self) -> None:
        rows_of: dict[str, list[str]] = {}
        for draft in self.drafts:
            rows_of.setdefault(draft.section, []).append(draft.key)
        if "" in rows_of:
            known = list(self.context.sections)
            choices = [Choice(f"section:{section}", section) for section in known]
            general = Choice("general", f"A section called “{GENERAL_SECTION}”")
            choices = [*choices, general] if len(known) == 1 else [general, *choices]
            answer = self.asked.ask(
                DoubtKind.NO_SECTION,
                rows_of[""],
                about="file",
                subject="",
                sentence="No heading or column says which section these rows belong to.",
                choices=choices,
                write="Section",
            )
            chosen = text_written(answer) or answer.removeprefix("section:")
            for draft in self.drafts:
                if not draft.section:
                    draft.section = GENERAL_SECTION if answer == "general" else chosen
        settled = settled_sections(
            [draft.section for draft in self.drafts], rows_of, self.context.sections, self.asked
        )
        for draft in self.drafts:
            draft.section = settled.get(draft.section, draft.section)

    def _settle_outcomes(self) -> None:
        """Give each row the whole outcome that it stands beside."""
        by_section: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            if Field.OUTCOME in draft.columns:
                by_section.setdefault(draft.section, []).append(draft)
        held = {
            text for drafts in by_section.values() for draft in drafts if (text := draft.text(Field.OUTCOME))
        }
        self.is_alone = sum(map(outcomes.starts_like_measure, held)) == 1 and len(held) > 2
        for drafts in by_section.values():
            parts: list[str] = []
            members: list[Draft] = []
            for draft in drafts:
                text = draft.text(Field.OUTCOME)
                if text and self._outcome_part(draft, text, parts) is outcomes.Part.NEW:
                    _give_outcome(members, parts)
                    parts, members = [], []
                elif not parts and not text:
                    continue
                if (part := draft.text(Field.OUTCOME)) and part not in parts[-1:]:
                    parts.append(part)
                members.append(draft)
            _give_outcome(members, parts)

    def _outcome_part(self, draft: Draft, text: str, before: list[str]) -> outcomes.Part:
        reading = outcomes.read_outcome_cell(text, before, draft.text(Field.MEASURE), alone=self.is_alone)
        if reading.certain:
            return reading.part
        options = {
            outcomes.Part.REST: Choice("rest", "It is the rest of the outcome above"),
            outcomes.Part.NEW: Choice("new", "It is an outcome of its own"),
            outcomes.Part.MEASURE: Choice("measure", "It is a measure of impact"),
        }
        if not before:
            del options[outcomes.Part.REST]
        first = options.pop(reading.part)
        above = outcomes.joined(before)
        answer = self.asked.ask(
            DoubtKind.OUTCOME_SPREAD,
            [draft.key],
            about=draft.key,
            subject=text,
            sentence=(
                f"{quoted(text)} stands in the outcome column, below {quoted(above[-90:])}."
                if before
                else f"The outcome {quoted(text)} seems to be cut off at its beginning."
            ),
            choices=[first, *options.values()],
            write="" if before else "The whole outcome",
        )
        if typed := text_written(answer):
            draft.texts[Field.OUTCOME] = typed
            return outcomes.Part.NEW
        part = outcomes.Part(answer)
        if part is outcomes.Part.MEASURE:
            measure = draft.text(Field.MEASURE)
            draft.texts[Field.MEASURE] = f"{text}\n{measure}".strip()
            draft.texts[Field.OUTCOME] = ""
        return part

    def _check_numbers(self, rows: Sequence[ImportedRow]) -> None:
        by_section: dict[str, list[ImportedRow]] = {}
        for row in rows:
            if row.number:
                by_section.setdefault(row.section, []).append(row)
        for section, numbered in by_section.items():
            plain = [int(text) for row in numbered if (text := row.number.strip(".) ")).isdigit()]
            if len(plain) != len(numbered) or plain == sorted(set(plain)):
                continue
            twice = [str(number) for number, count in Counter(plain).items() if count > 1]
            printed = ", ".join(map(str, plain[:40]))
            says = f" {list_words(twice)} comes twice." if twice else ""
            self.asked.ask(
                DoubtKind.NUMBER_ORDER,
                [
                    row.key
                    for row, before, number in zip(numbered, [0, *plain], plain, strict=False)
                    if number <= before
                ],
                about=about(fold(section)),
                subject=printed,
                sentence=f"The numbers in {quoted(section)} are printed in the order {printed}.{says}",
                choices=[Choice("printed", "Keep the printed numbers and order")],
            )

    # --- One row ---

    def _read(self, draft: Draft, organisations: MappingOf[str, tuple[str, str]]) -> ImportedRow:
        title, detail, refers_to = self._title(draft)
        due_points = read_by_when(draft, self.context, self.asked, has_column=self.has_dates)
        leads = read_people(draft, Field.LEAD, self.people, self.asked)
        reporting = read_people(draft, Field.REPORTING, self.people, self.asked)
        status, rag, complete = self._status(draft)
        organisation, organisation_id = organisations.get(
            draft.text(Field.ORGANISATION), (draft.text(Field.ORGANISATION), "")
        )
        outcome = draft.text(Field.OUTCOME)
        unused = list(draft.unused)
        if draft.text(Field.COMPLETE) and complete is None:
            unused.append(UnusedCell(Field.COMPLETE.word, draft.text(Field.COMPLETE)))
        return ImportedRow(
            key=draft.key,
            table=draft.table,
            row=draft.row,
            places=tuple(draft.places),
            cells=draft.cells,
            columns=draft.columns,
            section=draft.section,
            title=title,
            number=draft.text(Field.NUMBER),
            detail=tuple(detail),
            refers_to=refers_to,
            outcome=outcome,
            outcome_is_question=bool(outcome) and self._is_question(draft, outcome),
            measures=outcomes.split_points(draft.text(Field.MEASURE)),
            by_when=draft.text(Field.BY_WHEN),
            due_points=due_points,
            start=draft.text(Field.START),
            start_point=read_one_date(draft, Field.START, self.asked),
            forecast=draft.text(Field.FORECAST),
            forecast_point=read_one_date(draft, Field.FORECAST, self.asked),
            lead=draft.text(Field.LEAD),
            leads=leads,
            organisation=organisation,
            organisation_id=organisation_id,
            reporting_printed=draft.text(Field.REPORTING),
            reporting=reporting,
            status=status,
            rag=rag,
            progress=draft.text(Field.PROGRESS),
            complete=complete,
            notes=draft.text(Field.NOTES),
            unused=tuple(unused),
        )

    def _title(self, draft: Draft) -> tuple[str, list[str], str]:
        printed = draft.text(Field.TITLE)
        text = self._without_misprints(draft, printed)
        title, detail = titles.split_title(text)
        detail += [point for cell in draft.details for point in titles.split_title(cell)[1]]
        refers_to = titles.refers_elsewhere(text)
        if refers_to:
            answer = self.asked.ask(
                DoubtKind.REFERS_ELSEWHERE,
                [draft.key],
                about=draft.key,
                subject=title,
                sentence=f"{quoted(title)} says only to look elsewhere.",
                choices=[
                    Choice("refers", f"Keep it as a reference to {quoted(refers_to)}"),
                    Choice("plain", "It is a deliverable like any other"),
                ],
            )
            refers_to = refers_to if answer == "refers" else ""
        if len(text.split()) > titles.LONG_TITLE_WORDS or len(title) > LONGEST_TITLE:
            title, detail = self._long_title(draft, text, title, detail)
        if draft.text(Field.DETAIL):
            first, more = titles.split_title(draft.text(Field.DETAIL))
            detail = [*detail, *([first] if first else []), *more]
        edited = self.answers.get(edit_id(draft.key, Field.TITLE.value))
        title = edited.strip() if edited and edited.strip() else title
        points = self.answers.get(edit_id(draft.key, Field.DETAIL.value))
        if points is not None:
            detail = [line.strip() for line in points.split("\n") if line.strip()]
        reference = self.answers.get(edit_id(draft.key, "refers_to"))
        return title[:LONGEST_TITLE], detail, refers_to if reference is None else reference

    def _long_title(self, draft: Draft, text: str, title: str, detail: list[str]) -> tuple[str, list[str]]:
        whole = " ".join(text.split())
        split = Choice("split", f"Title: {quoted(title)}. The rest becomes its detail")
        choices = [split] if detail else []
        if len(title) > LONGEST_TITLE:
            short = whole[:LONGEST_TITLE].rsplit(" ", 1)[0]
            choices = [
                Choice(
                    "cut", f"Title: its first {len(short.split())} words. The whole text becomes its detail"
                )
            ]
        elif len(whole) <= LONGEST_TITLE:
            choices.append(Choice("whole", "The whole text is its title"))
        answer = self.asked.ask(
            DoubtKind.LONG_TITLE,
            [draft.key],
            about=draft.key,
            subject=title,
            sentence=f"The text {quoted(whole)} has {len(whole.split())} words.",
            choices=choices,
            write="Title",
            check=lambda typed: (
                "" if len(typed) <= LONGEST_TITLE else f"Use at most {LONGEST_TITLE} characters."
            ),
        )
        if answer == "split":
            return title, detail
        if answer == "cut":
            return whole[:LONGEST_TITLE].rsplit(" ", 1)[0], [whole]
        return text_written(answer) or whole, [] if answer == "whole" else [title, *detail]

    def _without_misprints(self, draft: Draft, text: str) -> str:
        """Ask about what is probably a misprint in a title, and about a title that breaks off."""
        found, corrected = titles.misprints(text, self.known_words)
        broken = titles.unfinished(text)
        if not found and not broken:
            return text
        says = [f"{quoted(word)} is probably a misprint" for word in found]
        if broken:
            says.append(f"the text has {broken}" if "bracket" in broken else f"the text ends in {broken}")
        choices = [Choice("keep", "Keep it as printed")]
        if corrected:
            choices.insert(0, Choice("correct", f"Correct it to {quoted(corrected, 200)}"))
        answer = self.asked.ask(
            DoubtKind.MISPRINT,
            [draft.key],
            about=draft.key,
            subject=", ".join(found) or broken,
            sentence=f"In {quoted(text)}, {list_words(says)}.",
            choices=choices,
            write="The right text",
        )
        if answer == "keep":
            return text
        return corrected if answer == "correct" else text_written(answer)

    def _is_question(self, draft: Draft, outcome: str) -> bool:
        if not outcomes.is_question(outcome):
            return False
        answer = self.asked.ask(
            DoubtKind.OPEN_QUESTION,
            [draft.key],
            about=about("outcome", fold(outcome)),
            subject=outcome,
            sentence=f"The outcome {quoted(outcome)} is a question.",
            choices=[
                Choice("question", "Keep it as an open question"),
                Choice("outcome", "It is an outcome like any other"),
            ],
        )
        return answer == "question"

    def _status(self, draft: Draft) -> tuple[str, str, int | None]:
        """The printed word, the RAG that the key makes of it, and the percentage complete."""
        printed = " ".join(draft.text(Field.STATUS).split())
        complete = status_key.percent_complete(draft.text(Field.COMPLETE))
        if not printed:
            return "", "", complete
        if status_key.is_percentage(printed):
            return printed, "", status_key.percent_complete(printed) if complete is None else complete
        known = status_key.meaning_in(self.context.status_key, printed)
        if known is not None:
            return printed, known.rag, complete
        proposed = status_key.proposed_meaning(printed)
        held = Choice("printed", "Hold it only as printed")
        ratings = [
            Choice(rag.value, f"It means {rag.word.lower()}") for rag in Rag if rag is not Rag.NOT_RATED
        ]
        first = [choice for choice in ratings if choice.value == proposed] or [held]
        answer = self.asked.ask(
            DoubtKind.UNKNOWN_STATUS,
            [draft.key],
            about=about("status", status_key.folded(printed)),
            subject=printed,
            sentence=f"The status {quoted(printed)} is not in the plan's key yet.",
            choices=[*first, *(choice for choice in (*ratings, held) if choice not in first)],
        )
        return printed, "" if answer == "printed" else answer, complete


def _key_text(draft: Draft) -> str:
    """What a key is made from: the title, or every cell of a row without one."""
    return draft.text(Field.TITLE) or " ".join(filter(None, draft.cells))


def _follows(draft: Draft, before: Draft) -> bool:
    """Whether a row comes next in the same table, or is the first of a table that goes on with that one."""
    if draft.table == before.table:
        return True
    return draft.columns == before.columns and draft.table == before.table + 1 and draft.is_first


def _same_but_for_people(draft: Draft, before: Draft) -> bool:
    """Whether a row repeats the one above, as merged cells do, and names somebody else."""
    same = (Field.TITLE, Field.NUMBER, Field.BY_WHEN, Field.DETAIL)
    return (
        all(fold(draft.text(name)) == fold(before.text(name)) for name in same)
        and bool(draft.text(Field.TITLE))
        and bool(draft.text(Field.LEAD))
        and fold(draft.text(Field.LEAD)) != fold(before.text(Field.LEAD))
    )


def _join(before: Draft, draft: Draft) -> None:
    """Add the texts of a row to those of the row above that it goes on with."""
    before.places += draft.places
    before.unused += draft.unused
    before.cells = tuple(
        one if one == other else f"{one}\n{other}".strip()
        for one, other in zip(before.cells, draft.cells, strict=True)
    )
    for name, text in draft.texts.items():
        held = before.text(name)
        if name in (Field.ORGANISATION, Field.SECTION) or not held or held == text:
            before.texts[name] = held or text
        elif name is Field.TITLE and held.endswith("-"):
            before.texts[name] = f"{held}{text}"
        elif name is Field.LEAD:
            before.texts[name] = f"{held}; {text}"
        elif name in (Field.TITLE, Field.OUTCOME, Field.BY_WHEN):
            before.texts[name] = f"{held} {text}"
        else:
            before.texts[name] = f"{held}\n{text}"


def _give_outcome(members: Sequence[Draft], parts: Sequence[str]) -> None:
    if parts:
        for draft in members:
            draft.texts[Field.OUTCOME] = outcomes.joined(parts)
