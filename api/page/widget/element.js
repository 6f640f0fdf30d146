// <pourquoi-ask>: a field to ask in, and the answer below it.

// Where the script is from, so that a page need not name the service twice.
const SCRIPT = document.currentScript?.src || document.baseURI;

class PourquoiAsk extends HTMLElement {
  static observedAttributes = ["lang", "placeholder", "question"];

  // A page that shows articles itself sets this: called with the place of a quote or passage and the button that was pressed.
  // Without it quotes are links to the service's own page.
  reader = null;
  // The service's own page sets it where people need a key; a page of somebody else's would show it to its every visitor.
  key = null;

  #asking = null; // the AbortController of the question under way
  #answer = null; // what is shown
  #begun = false; // whether it has stood in a page
  #form;
  #label = make("label", { htmlFor: "question" });
  #question = make("input", { id: "question", className: "question", type: "text", dir: "auto", maxLength: 2000, autocomplete: "off", enterKeyHint: "search" });
  #button = make("button", { type: "submit", className: "ask" });
  #hint = make("p", { id: "hint", className: "quiet hint" });
  #status = make("p", { className: "status", role: "status" });
  #error = make("p", { id: "error", className: "error", role: "alert", hidden: true });
  #result = make("section", { id: "result", className: "result", "aria-labelledby": "result-heading", hidden: true });
  #body;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#setFault(false);
    const field = make("div", { className: "field" }, this.#question, this.#button);
    this.#form = make("form", { className: "form", role: "search", noValidate: true }, this.#label, field, this.#hint);
    const slot = make("slot");
    this.#body = make("div", { className: "body" }, this.#form, slot, this.#status, this.#error, this.#result);
    root.append(this.#body);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.#question.value);
    });
    // A button between the tags of the element is an example question.
    slot.addEventListener("click", (event) => {
      const example = event.target.closest("button");
      if (example) this.ask(example.textContent);
    });
  }

  connectedCallback() {
    const question = this.#begun ? null : this.getAttribute("question");
    this.#begun = true;
    this.#name();
    if (question) this.ask(question);
  }

  disconnectedCallback() {
    // A page that moves the element takes it out first; what was shown stays, and what was not there yet will not come.
    if (this.#form.getAttribute("aria-busy") === "true") this.clear({ keep: true });
  }

  attributeChangedCallback(name, before, after) {
    // Before it stands in a page, and while the browser makes it, connectedCallback will see to it all.
    if (!this.#begun || before === after) return;
    if (name !== "question") this.#name();
    else if (after) this.ask(after);
  }

  // Ask, and show the answer; the promise ends with it, and never with an error.
  async ask(text) {
    this.clear();
    const { words } = this.#view();
    const question = (this.#question.value = text);
    if (!question.trim()) {
      this.fail(words.empty);
      this.#setFault(true);
      this.focus();
      return;
    }
    const controller = (this.#asking = new AbortController());
    this.tell(words.reading, { busy: true });
    this.#tellPage("pourquoi-ask", { question });
    const cited = [];
    const heard = (name, data) => {
      if (name === "citation") cited[data.index] = data;
      else if (name === "statement") this.#add(data, cited);
    };
    const waiting = (why) => this.tell(why, { busy: true });
    try {
      const answer = await askService(this.#server(), question, words, { signal: controller.signal, key: this.key, heard, waiting });
      this.#show(answer);
      this.#tellPage("pourquoi-answer", { answer });
    } catch (problem) {
      if (controller.signal.aborted) return;
      this.clear({ keep: true });
      this.fail(problem.message);
      if (problem.status === 401) this.#tellPage("pourquoi-key", {});
    }
  }

  // Stop asking and show nothing; `keep` leaves the question in its field.
  clear({ keep = false } = {}) {
    this.#asking?.abort();
    this.#answer = null;
    this.#result.hidden = this.#error.hidden = true;
    this.#result.replaceChildren();
    this.#setFault(false);
    if (!keep) this.#question.value = "";
    this.tell("");
  }

  // What goes on, for those who look while it is busy and for those who listen all the time.
  tell(text, { busy = false } = {}) {
    this.#status.textContent = text;
    this.#status.className = busy ? "status busy" : "status unseen";
    this.#status.part = this.#status.className;
    this.#form.setAttribute("aria-busy", String(busy));
  }

  fail(text) {
    this.#error.textContent = text;
    this.#error.hidden = false;
  }

  // The date of an article in the widget's words, for a page that shows the article itself.
  dated(published) {
    const { words, language } = this.#view();
    return dateInWords(published, language) ?? words.undated;
  }

  // Not the root's delegatesFocus, which takes the focus at every click, and so what one has selected in a quote.
  focus(options) {
    this.#question.focus(options);
  }

  // Whether what is told as an error is wrong with the field itself.
  #setFault(wrong) {
    if (wrong) this.#question.setAttribute("aria-invalid", "true");
    else this.#question.removeAttribute("aria-invalid");
    this.#question.setAttribute("aria-describedby", wrong ? "error hint" : "hint");
  }

  #tellPage(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // Every word of ours, in the language of the element or of what it stands in.
  #name() {
    const { words, language } = this.#view();
    this.#body.lang = language;
    this.#label.textContent = words.question;
    this.#button.textContent = words.ask;
    this.#hint.textContent = words.hint;
    this.#question.placeholder = this.getAttribute("placeholder") ?? "";
    if (this.#answer) this.#show(this.#answer);
  }

  // `citations` are those of the answer that is shown: other prints of a quote and passages do not say which collection they are of.
  #view(citations = []) {
    const collection = collectionOf(citations);
    const language = languageOf(this.closest("[lang]")?.lang || navigator.language);
    const words = WORDS[language];
    const opens = (place, properties, ...children) => {
      if (!this.reader) return outside(this.#pageAt(place, collection), properties, { words, language }, ...children);
      const button = make("button", { type: "button", ...properties }, ...children);
      button.addEventListener("click", () => this.reader(place, button));
      return button;
    };
    return { words, language, opens };
  }

  // The address that everything of the service is below; raises an Error in words.
  #server() {
    const given = this.getAttribute("server");
    const address = given ? webAddress(given, document.baseURI) : webAddress(".", SCRIPT);
    if (!address) throw new Error(this.#view().words.badServer(given ?? SCRIPT));
    address.search = address.hash = "";
    if (!address.pathname.endsWith("/")) address.pathname += "/";
    return address;
  }

  // The service's page with the words of a quote, or of a passage, marked; `collection` is null for the usual one.
  #pageAt(place, collection) {
    const address = this.#server();
    const passage = { article: place.article_id, from: place.utf16_start, to: place.utf16_end, sha256: place.article_sha256 };
    address.search = new URLSearchParams({ ...(place.span_id ? { span: place.span_id } : passage), ...(collection && { collection }) });
    return address.href;
  }

  // A statement as soon as it is here.
  #add({ text, citations }, cited) {
    const quotes = citations.map((n) => cited[n]);
    const view = this.#view(quotes);
    if (this.#result.hidden) this.#result.replaceChildren(answerHeading(view.words));
    this.#result.append(statement(text, quotes, view));
    this.#result.hidden = false;
  }

  #show(answer) {
    const view = this.#view(answer.citations);
    const parts = answer.answerable ? answered(answer, view) : notAnswered(answer, view);
    this.#answer = answer;
    this.#result.replaceChildren(...parts.filter((part) => part !== null));
    this.#result.hidden = false;
    this.tell(answer.answerable ? view.words.answered(answer.citations.length) : view.words.silent);
  }
}

// A page may have the script twice.
if (!customElements.get("pourquoi-ask")) customElements.define("pourquoi-ask", PourquoiAsk);
