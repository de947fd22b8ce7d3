import { Component } from "govuk-frontend";

/**
 * Asks before the page is left while its form has changes that were not sent. `data-changed` on the form says so: the
 * server sets it on a form that shows what was sent but not saved. Without scripts nothing is asked.
 */
export class Unsaved extends Component {
  static moduleName = "sendplan-unsaved";

  constructor($root) {
    super($root);
    this.ask = this.ask.bind(this);
    $root.addEventListener("input", () => this.changed());
    // A form that is sent in place is still on the page, and unsaved until the answer replaces it.
    window.addEventListener("submit", (event) => {
      if (event.target === $root && !event.defaultPrevented) this.sent();
    });
    if ("changed" in $root.dataset) this.changed();
  }

  changed() {
    this.$root.dataset.changed = "";
    window.addEventListener("beforeunload", this.ask);
  }

  sent() {
    delete this.$root.dataset.changed;
    window.removeEventListener("beforeunload", this.ask);
  }

  ask(event) {
    if (!this.$root.isConnected || !("changed" in this.$root.dataset)) return;
    event.preventDefault();
    event.returnValue = true;
  }
}
