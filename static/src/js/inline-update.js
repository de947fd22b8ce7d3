import { Button, Component, ErrorSummary, NotificationBanner, createAll } from "govuk-frontend";
import { Reveal } from "./reveal.js";
import { Unsaved } from "./unsaved.js";

const WITHIN = [Button, ErrorSummary, NotificationBanner, Reveal, Unsaved];
const TOKEN = "csrfmiddlewaretoken";
const FAILED = "Your update was not saved because we could not reach the server. What you typed is still here. Try again.";

/**
 * Updates a card in place: its "Update" link opens the form inside the card, and saving replaces the card.
 * Without the header X-Fragment, the same addresses return whole pages. If the response is not a fragment (a sign-in
 * page, a refusal), the browser sends the form itself, so that nothing typed is lost.
 */
export class InlineUpdate extends Component {
  static moduleName = "sendplan-inline-update";

  constructor($root) {
    super($root);
    $root.addEventListener("click", (event) => this.clicked(event));
    $root.addEventListener("submit", (event) => this.submitted(event));
    $root.addEventListener("keydown", (event) => this.pressed(event));
    this.mark();
  }

  get $open() {
    return this.$root.querySelector("[data-open]");
  }

  clicked(event) {
    const $link = event.target.closest("[data-open], [data-leave]");
    if (!$link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if ($link.matches("[data-open]")) this.open();
    else if ($link.dataset.leave === "refresh") this.refresh();
    else this.close();
  }

  pressed(event) {
    if (!this.$panel?.contains(event.target)) return;
    if (event.key === "Escape") this.close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.$panel.querySelector("form")?.requestSubmit();
  }

  submitted(event) {
    if (!event.target.matches("form[data-in-place]")) return;
    event.preventDefault();
    this.send(event.target, event.submitter);
  }

  async open() {
    if (!this.$panel) {
      const answer = await this.ask(this.$open.href, "form");
      if (answer === undefined) return undefined;
      if (answer.piece !== "form") return location.assign(this.$open.href);
      this.fill(answer.html);
    }
    this.$panel.hidden = false;
    this.mark();
    const $radios = [...this.$panel.querySelectorAll("input[type=radio]")];
    ($radios.find(($radio) => $radio.checked) ?? $radios[0] ?? this.$panel).focus();
    return undefined;
  }

  /** Hides the form. What was typed is still there when it is opened again. */
  close() {
    this.$panel.hidden = true;
    this.mark();
    this.$open.focus();
  }

  /** Replaces what was typed by the stored card. */
  async refresh() {
    const answer = await this.ask(this.$open.href, "card");
    if (answer === undefined) return;
    if (answer.piece === "card") this.replace(answer.html);
    else location.reload();
    this.$open.focus();
  }

  /** Sends the form with the name of the button that was pressed, as a browser would. */
  async send($form, $button) {
    const answer = await this.ask($form.action, "card", new URLSearchParams(new FormData($form, $button)));
    if (answer === undefined) return;
    if (answer.piece === "card") this.replace(answer.html);
    else if (answer.piece === "form") this.fill(answer.html);
    else if (answer.status >= 500 || !answer.status) this.complain($form);
    else this.leaveToTheBrowser($form, $button);
  }

  /** Fetches a fragment. Returns status, text and its name ("" if not a fragment); undefined during another request. */
  async ask(address, piece, body) {
    if (this.isBusy) return undefined;
    this.isBusy = true;
    this.$root.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { method: body ? "POST" : "GET", body, headers: { "X-Fragment": piece } });
      return { status: response.status, html: await response.text(), piece: response.headers.get("X-Fragment") ?? "" };
    } catch {
      return { status: 0, html: "", piece: "" };
    } finally {
      this.isBusy = false;
      this.$root.removeAttribute("aria-busy");
    }
  }

  /** Shows the form, new or with errors. Errors take the focus. */
  fill(html) {
    if (!this.$panel) {
      this.$panel = document.createElement("div");
      this.$panel.className = "work-card__form";
      this.$panel.tabIndex = -1;
      this.$root.append(this.$panel);
    }
    this.$panel.innerHTML = html;
    this.start(this.$panel);
  }

  /** Puts each part of the response into the element that it names: the card, and the top of the page. */
  replace(html) {
    const $answer = document.createElement("template");
    $answer.innerHTML = html;
    this.$panel = undefined;
    for (const $part of $answer.content.querySelectorAll("[data-replace]")) {
      document.getElementById($part.dataset.replace)?.replaceChildren(...$part.childNodes);
    }
    this.start(this.$root);
    this.mark();
    this.$root.querySelector("[data-focus]")?.focus();
  }

  start($scope) {
    for (const component of WITHIN) createAll(component, undefined, $scope);
  }

  mark() {
    this.$open?.setAttribute("aria-expanded", String(Boolean(this.$panel && !this.$panel.hidden)));
  }

  complain($form) {
    $form.querySelector("[role=alert]")?.remove();
    const $words = document.createElement("p");
    $words.className = "govuk-error-message";
    $words.setAttribute("role", "alert");
    $words.textContent = FAILED;
    $form.append($words);
  }

  /** Submits the form without scripts, with a new CSRF token: the page may be older than the session. */
  async leaveToTheBrowser($form, $button) {
    const page = await fetch(location.href).then((response) => response.text()).catch(() => "");
    const $token = new DOMParser().parseFromString(page, "text/html").querySelector(`[name=${TOKEN}]`);
    if ($token) $form.elements[TOKEN].value = $token.value;
    delete $form.dataset.changed;
    if ($button?.name) $form.append(Object.assign(document.createElement("input"), { type: "hidden", name: $button.name, value: $button.value }));
    HTMLFormElement.prototype.submit.call($form);
  }
}
