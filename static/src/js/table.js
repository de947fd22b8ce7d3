import { Component } from "govuk-frontend";

/**
 * Shows how many rows of a form's table are selected, and selects all rows of the page. Without scripts, users tick
 * each box.
 */
export class Chosen extends Component {
  static moduleName = "sendplan-chosen";

  constructor($root) {
    super($root);
    this.$boxes = [...$root.querySelectorAll("input[name=chosen]")];
    this.$all = $root.querySelector("[data-all]");
    this.$count = $root.querySelector("[data-count]");
    $root.querySelector("[data-tools]").hidden = false;
    $root.addEventListener("change", ({ target }) => {
      if (target === this.$all) {
        for (const $box of this.$boxes) $box.checked = target.checked;
      }
      this.sync();
    });
    // After Back, the browser restores ticks without a change event.
    window.addEventListener("pageshow", () => this.sync());
    this.sync();
  }

  sync() {
    const chosen = this.$boxes.filter(($box) => $box.checked).length;
    this.$all.checked = chosen === this.$boxes.length;
    this.$all.indeterminate = chosen > 0 && !this.$all.checked;
    this.$count.textContent = `${chosen} selected`;
  }
}

/** Leaves empty fields out of the address of a filter form, so that it can be read and shared. */
export class Tidy extends Component {
  static moduleName = "sendplan-tidy";

  constructor($root) {
    super($root);
    $root.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) {
        if (!value) formData.delete(name);
      }
    });
  }
}
