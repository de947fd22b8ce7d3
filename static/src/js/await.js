import { Component } from "govuk-frontend";

const SECONDS = [0.7, 0.7, 0.7, 1, 2, 3, 5];

/**
 * Asks for `data-url`, at first more than once a second, then every few seconds, and goes there once the answer is no
 * longer 202 (Accepted).
 * Without scripts, and when the connection is lost, there is the link "Check again".
 */
export class Await extends Component {
  static moduleName = "sendplan-await";

  constructor($root) {
    super($root);
    this.url = $root.dataset.url;
    this.asked = 0;
    this.wait();
  }

  wait() {
    const seconds = SECONDS[Math.min(this.asked, SECONDS.length - 1)];
    this.asked += 1;
    window.setTimeout(() => this.ask(), seconds * 1000);
  }

  async ask() {
    try {
      const response = await fetch(this.url, { method: "HEAD", credentials: "same-origin" });
      if (response.status !== 202) {
        window.location.replace(this.url);
        return;
      }
    } catch {
      // The connection is lost. The next turn may find it again.
    }
    this.wait();
  }
}
