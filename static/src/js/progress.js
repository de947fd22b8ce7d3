import { Component } from "govuk-frontend";

const SECONDS = 1;

/**
 * Asks `data-url` once a second how far something is, shows the words in `[data-words]`, and opens the page again when
 * there is nothing to wait for. Without scripts, and when the connection is lost, there is the link "Check again".
 */
export class Progress extends Component {
  static moduleName = "sendplan-progress";

  constructor($root) {
    super($root);
    this.url = $root.dataset.url;
    this.$words = $root.querySelector("[data-words]");
    this.wait();
  }

  wait() {
    window.setTimeout(() => this.ask(), SECONDS * 1000);
  }

  async ask() {
    try {
      const response = await fetch(this.url, { credentials: "same-origin", redirect: "error" });
      if (response.ok) {
        const { words, waits } = await response.json();
        if (!waits) {
          window.location.reload();
          return;
        }
        if (this.$words.textContent !== words) this.$words.textContent = words;
      }
    } catch {
      // The connection is lost. The next turn may find it again.
    }
    this.wait();
  }
}
