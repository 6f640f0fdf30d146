// Asks, shows the answer with its quotes, and opens the whole article at the quoted words.
// Everything that comes from an article or a person enters the page as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("form"), question = byId("question"), status = byId("status"), error = byId("error");
const result = byId("result"), article = byId("article"), articleText = byId("article-text");

let asking = null; // the AbortController of the question under way
let reading = null; // the same for the article under way
let opener = null; // what to give the focus back to when the article closes

// ---- small builders -------------------------------------------------------------------------------------------------

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// A date as precisely as it is known: 2024, 2024-05, 2024-05-15 or 2024-W20.
function dateInWords(text) {
  const parts = /^(\d{4})(?:-W(\d{2})|-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? "");
  if (!parts) return null;
  const [, year, week, month, day] = parts;
  if (week) return `week ${Number(week)} of ${year}`;
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

function sourceLine(source) {
  return [source.publisher, dateInWords(source.published_at) ?? "no date stated"].filter(Boolean).join(" · ");
}

function confidenceInWords(confidence) {
  if (confidence >= 0.9) return "Almost certainly right";
  if (confidence >= 0.75) return "Very likely right";
  if (confidence >= 0.6) return "Probably right";
  if (confidence >= 0.4) return "About as likely right as wrong";
  if (confidence >= 0.25) return "Doubtful";
  return "Very doubtful";
}

const REASONS = {
  no_evidence: "Nothing in the articles bears on this question.",
  low_confidence: "Some passages come near, but none says it clearly enough to be called an answer.",
  empty_index: "There are no articles here yet. Add some with “pourquoi index”, then start the service again.",
};

// ---- asking ---------------------------------------------------------------------------------------------------------

async function ask(text) {
  asking?.abort();
  const controller = (asking = new AbortController());
  closeArticle();
  error.hidden = true;
  result.hidden = true;
  result.replaceChildren();
  if (!text.trim()) {
    say("");
    fail("Type a question first.");
    question.focus();
    return;
  }
  say("Reading the articles …", true);
  document.title = `${text} – pourquoi`;
  try {
    show(await answerTo(text, controller.signal));
  } catch (problem) {
    if (controller.signal.aborted) return;
    say("");
    fail(problem.message);
  }
}

async function answerTo(text, signal) {
  for (;;) {
    const response = await fetch("/v1/ask", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ question: text }),
      signal,
    }).catch((cause) => {
      throw signal.aborted ? cause : new Error("The service cannot be reached. Is it still running?");
    });
    if (response.ok) return response.json();
    const problem = await response.json().catch(() => ({}));
    if (!String(problem.type).endsWith(":not-ready")) throw new Error(inWords(response.status, problem));
    say("The service is starting: the models are being loaded …", true);
    await new Promise((resume) => setTimeout(resume, 1000 * (Number(response.headers.get("retry-after")) || 5)));
    if (signal.aborted) throw new Error("aborted");
  }
}

function inWords(statusCode, problem) {
  const detail = problem.errors?.[0]?.message ?? problem.detail;
  return problem.title ? `${problem.title}: ${detail}` : `The service answered with status ${statusCode}.`;
}

function say(text, busy = false) {
  status.textContent = text;
  // What is said when the work is done stands on the page anyway; it is for those who listen to the page.
  status.classList.toggle("unseen", !busy);
  status.classList.toggle("busy", busy);
  form.setAttribute("aria-busy", String(busy));
}

function fail(text) {
  error.textContent = text;
  error.hidden = false;
}

// ---- the answer -----------------------------------------------------------------------------------------------------

function show(answer) {
  const parts = answer.answerable ? answered(answer) : notAnswered(answer);
  result.replaceChildren(...parts.filter((part) => part !== null));
  result.hidden = false;
  const quotes = answer.citations.length;
  say(answer.answerable ? `Answered with ${quotes} ${quotes === 1 ? "quote" : "quotes"}.` : "The articles do not say.");
}

function answered(answer) {
  const percent = Math.round(answer.confidence * 100);
  return [
    make("h2", { id: "result-heading", className: "label" }, "Answer"),
    shortAnswer(answer),
    ...statements(answer),
    make(
      "p",
      { className: "confidence" },
      bar(percent),
      `${confidenceInWords(answer.confidence)} · ${percent} %`,
    ),
    ...conflicts(answer),
    make("h3", { className: "label" }, answer.citations.length === 1 ? "Source" : "Sources"),
    make("ol", { className: "sources" }, ...answer.citations.map((citation) => source(citation, answer))),
  ];
}

function bar(percent) {
  const filled = make("span", {});
  filled.style.width = `${percent}%`;
  return make("span", { className: "bar", "aria-hidden": "true" }, filled);
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

// The marked words stand above the quotes where they are less than a whole quote.
function shortAnswer(answer) {
  const short = squeezed(answer.short_answer ?? "");
  if (!short || short === squeezed(answer.citations[0].quote)) return null;
  return make("p", { className: "short", lang: answer.answer_language }, short);
}

// Each statement is a paragraph of its own, with the numbers of its quotes behind it. Offsets count code points.
function statements(answer) {
  const points = Array.from(answer.answer);
  return answer.statements.map((statement) => {
    const words = points.slice(statement.start, statement.end).join("");
    const first = answer.citations[statement.citations[0]];
    return make("p", { className: "statement", lang: first.language }, words, ...statement.citations.map((n) => marker(answer.citations[n])));
  });
}

function marker(citation) {
  const number = String(citation.index + 1);
  const button = make("button", { type: "button", className: "marker", ariaLabel: `Quote ${number}: read it in “${citation.title}”` }, number);
  button.addEventListener("click", () => openArticle(citation, button));
  return button;
}

function source(citation, answer) {
  const shown = squeezed(answer.answer).includes(squeezed(citation.quote));
  const button = make(
    "button",
    { type: "button", className: "source" },
    make("span", { className: "number" }, String(citation.index + 1)),
    make(
      "span",
      { className: "what" },
      make("span", { className: "title", lang: citation.language }, citation.title),
      make("span", { className: "quiet" }, sourceLine(citation)),
      make("span", { className: shown ? "excerpt glimpse" : "excerpt", lang: citation.language }, squeezed(citation.quote)),
    ),
    make("span", { className: "go" }, "Read in the article"),
  );
  button.addEventListener("click", () => openArticle(citation, button));
  return make("li", {}, button);
}

function conflicts(answer) {
  return answer.conflicts.map((conflict) =>
    make(
      "div",
      { className: "conflict" },
      make("h3", {}, `The articles disagree on the ${conflict.kind}`),
      make(
        "ul",
        {},
        ...conflict.values.map((side) => conflictSide(side, answer)),
      ),
    ),
  );
}

function conflictSide(side, answer) {
  const marks = side.citations.map((n) => marker(answer.citations[n]));
  const dates = [...new Set(side.citations.map((n) => dateInWords(answer.citations[n].published_at) ?? "no date stated"))];
  return make("li", {}, side.text, ...marks, ` (${dates.join(", ")}${side.newest ? ", the newest" : ""})`);
}

function notAnswered(answer) {
  const parts = [
    make("h2", { id: "result-heading", className: "silence" }, "The articles do not say."),
    make("p", { className: "quiet" }, REASONS[answer.reason] ?? ""),
  ];
  if (answer.nearest.length) {
    parts.push(
      make("h3", { className: "label" }, "Nearest passages – not an answer"),
      make("ol", { className: "sources nearest" }, ...answer.nearest.map(nearest)),
    );
  }
  return parts;
}

function nearest(passage) {
  const button = make(
    "button",
    { type: "button", className: "source" },
    make(
      "span",
      { className: "what" },
      make("span", { className: "title", lang: passage.language }, passage.title),
      make("span", { className: "quiet" }, sourceLine(passage)),
      make("span", { className: "excerpt", lang: passage.language }, squeezed(passage.text)),
    ),
    make("span", { className: "go" }, "Read in the article"),
  );
  button.addEventListener("click", () => openArticle(passage, button));
  return make("li", {}, button);
}

// ---- the article ----------------------------------------------------------------------------------------------------

// A link to a quote, as chat messages have it: the quote is looked up and its article opened at it.
async function openQuote(id) {
  asking?.abort();
  closeArticle();
  result.hidden = error.hidden = true;
  const controller = (reading = new AbortController());
  say("Looking for the quote …", true);
  try {
    const response = await fetch(`/v1/spans/${encodeURIComponent(id)}`, { signal: controller.signal });
    if (!response.ok) throw new Error(inWords(response.status, await response.json().catch(() => ({}))));
    const span = await response.json();
    say("");
    if (span.state === "gone") fail("These words are no longer in the article.");
    else await openArticle(span, null);
  } catch (problem) {
    if (controller.signal.aborted) return;
    say("");
    fail(problem.message);
  }
}

async function openArticle(place, from) {
  reading?.abort();
  const controller = (reading = new AbortController());
  opener = from;
  for (const old of document.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  from?.setAttribute("aria-current", "true");
  byId("article-title").textContent = place.title;
  byId("article-title").lang = place.language;
  byId("article-meta").replaceChildren(...metaOf(place));
  note("Fetching the article …");
  articleText.replaceChildren();
  article.hidden = false;
  document.body.classList.add("with-article");
  byId("article-title").focus({ preventScroll: true });
  try {
    const response = await fetch(`/v1/articles/${encodeURIComponent(place.article_id)}/text`, { signal: controller.signal });
    if (!response.ok) throw new Error(inWords(response.status, await response.json().catch(() => ({}))));
    // Not response.text(), which would drop a byte order mark and so move every offset by one.
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
    note(response.headers.get("etag") === `"${place.article_sha256}"` ? "" : "This article has changed since the question was asked.");
    showText(text, place);
  } catch (problem) {
    if (!controller.signal.aborted) note(`The article cannot be shown. ${problem.message}`);
  }
}

function metaOf(place) {
  const line = [sourceLine(place)];
  if (place.url && /^https?:\/\//i.test(place.url)) {
    line.push(" · ", make("a", { href: place.url, rel: "noopener noreferrer external", target: "_blank" }, "original"));
  }
  return line;
}

function showText(text, place) {
  const mark = make("mark", { id: "quoted", tabIndex: -1 }, text.slice(place.utf16_start, place.utf16_end));
  articleText.lang = place.language;
  articleText.replaceChildren(text.slice(0, place.utf16_start), mark, text.slice(place.utf16_end));
  if (getComputedStyle(articleText).overflowY === "auto") {
    // Beside the answer the text has a scroll bar of its own, and the answer stays where it is.
    articleText.scrollTop += mark.getBoundingClientRect().top - articleText.getBoundingClientRect().top - articleText.clientHeight / 3;
    if (mark.getBoundingClientRect().bottom > window.innerHeight) mark.scrollIntoView({ block: "nearest" });
  } else {
    mark.scrollIntoView({ block: "center" });
  }
}

function note(text) {
  byId("article-note").textContent = text;
  byId("article-note").hidden = !text;
}

function closeArticle() {
  reading?.abort();
  if (article.hidden) return;
  article.hidden = true;
  articleText.replaceChildren();
  document.body.classList.remove("with-article");
  opener?.removeAttribute("aria-current");
  opener?.focus();
}

// ---- wiring ---------------------------------------------------------------------------------------------------------

function askAndRemember(text) {
  const address = new URL(location.href);
  address.search = text.trim() ? `?${new URLSearchParams({ q: text })}` : "";
  if (address.href !== location.href) history.pushState(null, "", address);
  ask(text);
}

function askFromAddress() {
  const parameters = new URLSearchParams(location.search);
  const text = parameters.get("q") ?? "";
  question.value = text;
  if (text) ask(text);
  else if (parameters.get("span")) openQuote(parameters.get("span"));
  else {
    asking?.abort();
    closeArticle();
    result.hidden = error.hidden = true;
    say("");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  askAndRemember(question.value);
});
byId("examples").addEventListener("click", (event) => {
  const example = event.target.closest("button");
  if (!example) return;
  question.value = example.textContent;
  askAndRemember(example.textContent);
});
byId("article-close").addEventListener("click", closeArticle);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeArticle();
});
window.addEventListener("popstate", askFromAddress);

fetch("/readyz")
  .then((response) => (response.ok ? response.json() : null))
  .then((state) => {
    if (state) byId("extent").textContent = `${state.articles} ${state.articles === 1 ? "article" : "articles"} · `;
  })
  .catch(() => {});
askFromAddress();
