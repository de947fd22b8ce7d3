import { Component } from "govuk-frontend";

/**
 * Shows its element only while the form's field `data-field` has one of `data-values`.
 * Hidden fields keep what was typed but are not sent, so that no error appears where the user cannot see it.
 * Without scripts the element is always shown.
 */
export class Reveal extends Component {
  static moduleName = "sendplan-reveal";

  constructor($root) {
    super($root);
    this.field = $root.dataset.field;
    this.values = $root.dataset.values.split(" ");
    this.$form = $root.closest("form");
    this.$form.addEventListener("change", () => this.sync());
    this.sync();
  }

  sync() {
    this.$root.hidden = !this.values.includes(new FormData(this.$form).get(this.field));
    for (const $control of this.$root.querySelectorAll("input, select, textarea")) {
      $control.disabled = this.$root.hidden;
    }
  }
}
