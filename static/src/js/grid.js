import { Component } from "govuk-frontend";

const SELECTOR = "textarea";

/**
 * Moves between the cells of a grid with Enter and the arrow keys, and spreads a pasted block over the cells to the
 * right and below. Without scripts, Tab moves, and the paste box takes a block.
 *
 * With data-lines="rows", each pasted line is a row, also in a single column. Otherwise a cell may hold several lines.
 */
export class Grid extends Component {
  static moduleName = "sendplan-grid";

  constructor($root) {
    super($root);
    $root.addEventListener("keydown", (event) => this.move(event));
    $root.addEventListener("paste", (event) => this.spread(event));
  }

  /** The cells of the rows, each row a list of its text fields, null where a column has none. Headings are left out. */
  get rows() {
    return [...this.$root.querySelectorAll("tbody tr")]
      .map(($row) => [...$row.querySelectorAll("td")].map(($cell) => $cell.querySelector(SELECTOR)))
      .filter((cells) => cells.some(Boolean));
  }

  place($cell) {
    const rows = this.rows;
    const row = rows.findIndex((cells) => cells.includes($cell));
    return { rows, row, column: row < 0 ? -1 : rows[row].indexOf($cell) };
  }

  /** Enter and the up and down keys go to the row below or above. Shift and Enter starts a new line in the cell. */
  move(event) {
    const $cell = event.target;
    if (!$cell.matches(SELECTOR) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? 0 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (!step || !this.leaves($cell, event.key)) return;
    const { rows, row, column } = this.place($cell);
    const $next = this.nextIn(rows, row, column, step);
    if (event.key === "Enter") event.preventDefault();
    if (!$next) return;
    event.preventDefault();
    $next.focus();
    $next.select();
  }

  /** The next text field of the column, below or above. */
  nextIn(rows, row, column, step) {
    for (let at = row + step; at in rows; at += step) if (rows[at][column]) return rows[at][column];
  }

  /** Whether an arrow key leaves the cell: the cursor is in its first or last line, and nothing is selected. */
  leaves($cell, key) {
    if (key === "Enter") return true;
    const { selectionStart: start, selectionEnd: end, value } = $cell;
    if (start === 0 && end === value.length) return true;
    if (start !== end) return false;
    return key === "ArrowUp" ? !value.slice(0, start).includes("\n") : !value.slice(end).includes("\n");
  }

  /** A block of several cells fills as many. What does not fit in the grid is left to the paste box. */
  spread(event) {
    const $cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!$cell.matches(SELECTOR) || !this.isBlock(text) || text.includes('"')) return;
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const { rows, row, column } = this.place($cell);
    const target = (down, right) => rows[row + down]?.[column + right];
    const fits = block.every((cells, down) => cells.every((value, right) => target(down, right) || !value.trim()));
    if (!fits || row + block.length > rows.length) return;
    event.preventDefault();
    block.forEach((cells, down) =>
      cells.forEach((value, right) => {
        const $target = target(down, right);
        if (!$target) return;
        $target.value = value.trim();
        $target.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    );
  }

  isBlock(text) {
    return text.includes("\t") || (this.$root.dataset.lines === "rows" && text.trim().includes("\n"));
  }
}
