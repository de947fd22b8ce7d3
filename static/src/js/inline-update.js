import { Button, Component, ErrorSummary, NotificationBanner, createAll } from "govuk-frontend";
import { Reveal } from "./reveal.js";

const WITHIN = [Button, ErrorSummary, NotificationBanner, Reveal];
const TOKEN = "csrfmiddlewaretoken";
const FAILED = "Your update was not saved because we could not reach the server. What you typed is still here. Try again.";

/**
 * A card that is updated where it stands: its "Update" link opens the form within it, and saving puts the new card in
 * its place. The same addresses answer whole pages; whatever comes back that is no piece made for here (a sign-in page,
 * a refusal) is left to the browser, which sends the form itself, so that nothing typed is lost.
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
    this.send(event.target);
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

  /** Out of sight; what was typed is there again when it is opened once more. */
  close() {
    this.$panel.hidden = true;
    this.mark();
    this.$open.focus();
  }

  /** What is stored, in the place of what was typed. */
  async refresh() {
    const answer = await this.ask(this.$open.href, "card");
    if (answer === undefined) return;
    if (answer.piece === "card") this.replace(answer.html);
    else location.reload();
    this.$open.focus();
  }

  async send($form) {
    const answer = await this.ask($form.action, "card", new URLSearchParams(new FormData($form)));
    if (answer === undefined) return;
    if (answer.piece === "card") this.replace(answer.html);
    else if (answer.piece === "form") this.fill(answer.html);
    else if (answer.status >= 500 || !answer.status) this.complain($form);
    else this.leaveToTheBrowser($form);
  }

  /** The answer's status, text, and which piece it is ("" for none of ours); undefined while one is on its way. */
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

  /** The form, as new or with what is wrong with it; what is wrong takes the focus. */
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

  /** Each part of the answer goes where it says: the card, and the page's head. */
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

  /** As if there were no script, with a token that the server accepts now: the page may be older than the session. */
  async leaveToTheBrowser($form) {
    const page = await fetch(location.href).then((response) => response.text()).catch(() => "");
    const $token = new DOMParser().parseFromString(page, "text/html").querySelector(`[name=${TOKEN}]`);
    if ($token) $form.elements[TOKEN].value = $token.value;
    HTMLFormElement.prototype.submit.call($form);
  }
}
