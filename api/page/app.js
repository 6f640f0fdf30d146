// The page around the widget: addresses that ask, and the whole article beside the answer with the quoted words marked.
// Everything that comes from an article or a person enters the page as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const asker = byId("ask"), article = byId("article"), articleText = byId("article-text");

let reading = null; // the AbortController of the article under way
let opener = null; // what to give the focus back to when the article closes

// ---- small builders -------------------------------------------------------------------------------------------------

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// What the service has at `path`, in the collection that a link names or else in the usual one; raises an Error in words.
async function fetched(path, collection, signal) {
  const address = collection ? `${path}?${new URLSearchParams({ collection })}` : path;
  const response = await fetch(address, { signal, headers: asker.key ? { authorization: `Bearer ${asker.key}` } : {} });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  // A collection that is not seen without a key may be seen with one.
  if (response.status === 401 || (!asker.key && problem.type === "urn:pourquoi:problem:collection-not-found")) askForKey();
  throw new Error(problem.title ? `${problem.title}: ${problem.detail}` : PAGE_WORDS.status(response.status));
}

// ---- the article ----------------------------------------------------------------------------------------------------

// A link to a quote, as chat messages and widgets have it: the quote is looked up and its article opened at it.
async function quoteOf(parameters, signal) {
  const collection = parameters.get("collection");
  const span = await (await fetched(`/v1/spans/${encodeURIComponent(parameters.get("span"))}`, collection, signal)).json();
  if (span.state === "gone") throw new Error(PAGE_WORDS.gone);
  return { ...span, collection };
}

// A link to a passage: the article, where its words begin and end in UTF-16 units, and its text's sha256 at that time.
async function passageOf(parameters, signal) {
  const id = parameters.get("article"), collection = parameters.get("collection");
  const known = await (await fetched(`/v1/articles/${encodeURIComponent(id)}`, collection, signal)).json();
  return {
    ...known,
    collection,
    article_id: id,
    article_sha256: parameters.get("sha256"),
    utf16_start: Number(parameters.get("from")) || 0,
    utf16_end: Number(parameters.get("to")) || 0,
  };
}

async function openLinked(look, words) {
  closeArticle();
  asker.clear();
  const controller = (reading = new AbortController());
  asker.tell(words, { busy: true });
  try {
    const place = await look(controller.signal);
    asker.tell("");
    await openArticle(place, null);
  } catch (problem) {
    if (controller.signal.aborted) return;
    asker.tell("");
    asker.fail(problem.message);
  }
}

async function openArticle(place, from) {
  reading?.abort();
  const controller = (reading = new AbortController());
  opener?.removeAttribute("aria-current");
  opener = from;
  from?.setAttribute("aria-current", "true");
  byId("article-title").textContent = place.title;
  byId("article-title").lang = place.language;
  byId("article-meta").replaceChildren(...metaOf(place));
  note(PAGE_WORDS.fetching);
  articleText.replaceChildren();
  article.hidden = false;
  document.body.classList.add("with-article");
  byId("article-title").focus({ preventScroll: true });
  try {
    const response = await fetched(`/v1/articles/${encodeURIComponent(place.article_id)}/text`, place.collection, controller.signal);
    // Not response.text(), which would drop a byte order mark and so move every offset by one.
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
    // A proxy that compresses makes the tag a weak one, or writes behind it how.
    const same = response.headers.get("etag")?.includes(`"${place.article_sha256}`);
    const found = same ? place : await foundAgain(text, place, controller.signal);
    note([!same && PAGE_WORDS.changed, found.state === "gone" && PAGE_WORDS.gone].filter(Boolean).join(" "));
    showText(text, place, found);
  } catch (problem) {
    if (!controller.signal.aborted) note(PAGE_WORDS.notShown(problem.message));
  }
}

// Where the words of `place` stand in a text that is not the one they were taken from; without offsets where that is not known.
async function foundAgain(text, { span_id: id, collection }, signal) {
  if (!id) return {};
  try {
    const span = await (await fetched(`/v1/spans/${encodeURIComponent(id)}`, collection, signal)).json();
    return span.state === "gone" || text.slice(span.utf16_start, span.utf16_end) === span.quote ? span : {};
  } catch (problem) {
    if (signal.aborted) throw problem;
    return {}; // the article is there all the same
  }
}

function metaOf(place) {
  const line = [[place.publisher, asker.dated(place.published_at)].filter(Boolean).join(" · ")];
  if (place.url && /^https?:\/\//i.test(place.url)) {
    line.push(" · ", make("a", { href: place.url, rel: "noopener noreferrer external", target: "_blank" }, PAGE_WORDS.original));
  }
  return line;
}

// `found` is where the words to mark are; without offsets there are none.
function showText(text, place, found) {
  articleText.lang = place.language;
  if (!Number.isInteger(found.utf16_end)) {
    articleText.replaceChildren(text);
    articleText.scrollTop = 0;
    article.scrollIntoView({ block: "nearest" });
    return;
  }
  const mark = make("mark", { id: "quoted", tabIndex: -1 }, text.slice(found.utf16_start, found.utf16_end));
  articleText.replaceChildren(text.slice(0, found.utf16_start), mark, text.slice(found.utf16_end));
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
}

// The focus goes back to what opened it, where there is such a thing and it is still there.
function putAway() {
  closeArticle();
  (opener?.isConnected ? opener : asker).focus();
}

// ---- the key --------------------------------------------------------------------------------------------------------

const KEY = "pourquoi-key"; // in sessionStorage, which a browser may refuse
const keyForm = byId("key"), keyValue = byId("key-value");

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

// Null forgets it.
function useKey(key) {
  asker.key = key;
  byId("key-forget").hidden = !key;
  try {
    if (key) sessionStorage.setItem(KEY, key);
    else sessionStorage.removeItem(KEY);
  } catch {} // then it lasts as long as the page
}

function askForKey() {
  useKey(null);
  keyForm.hidden = false;
  keyValue.focus();
}

keyForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const key = keyValue.value.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    asker.fail(PAGE_WORDS.badKey);
    keyValue.focus();
    return;
  }
  keyValue.value = "";
  keyForm.hidden = true;
  useKey(key);
  doWhatTheAddressSays();
});
byId("key-forget").addEventListener("click", askForKey);
asker.addEventListener("pourquoi-key", askForKey);
useKey(stored());

// ---- wiring ---------------------------------------------------------------------------------------------------------

let done; // the part of the address that was acted on last

function doWhatTheAddressSays() {
  done = location.search;
  document.title = "pourquoi";
  const parameters = new URLSearchParams(location.search);
  if (parameters.get("q")) asker.ask(parameters.get("q"));
  else if (parameters.get("span")) openLinked((signal) => quoteOf(parameters, signal), PAGE_WORDS.seekingQuote);
  else if (parameters.get("article")) openLinked((signal) => passageOf(parameters, signal), PAGE_WORDS.seekingArticle);
  else {
    closeArticle();
    asker.clear();
  }
}

asker.reader = openArticle;
asker.addEventListener("pourquoi-ask", ({ detail }) => {
  closeArticle();
  document.title = `${detail.question} – pourquoi`;
  const address = new URL(location.href);
  // An address can be written in several ways, and hold more than the question.
  if (address.searchParams.get("q") === detail.question) return;
  address.search = `?${new URLSearchParams({ q: detail.question })}`;
  history.pushState(null, "", address);
  done = location.search;
});
byId("article-close").addEventListener("click", putAway);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !article.hidden) putAway();
});
// The browser alone would only scroll there.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  asker.focus();
});
// An address that differs in its fragment alone leads here too.
window.addEventListener("popstate", () => {
  if (location.search !== done) doWhatTheAddressSays();
});

// They are about the articles that come with pourquoi, and would be asked of others in vain.
async function offerExamples() {
  const headers = asker.key ? { authorization: `Bearer ${asker.key}` } : {};
  const response = await fetch("/v1/articles?title=Jan+Leike&limit=1", { headers });
  byId("examples").hidden = !response.ok || !(await response.json()).articles.length;
}

fetch("/readyz")
  .then((response) => (response.ok ? response.json() : null))
  .then((state) => {
    if (!state) return;
    byId("extent").textContent = `${PAGE_WORDS.articles(state.articles)} · `;
    if (state.articles) return offerExamples();
  })
  .catch(() => {});
doWhatTheAddressSays();
