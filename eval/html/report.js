// Narrows the list of questions, counts what is left, and opens the row that an address names.
// It builds no markup: what it writes is text, and all it changes is what is shown.
"use strict";

const form = document.getElementById("filters");
const shown = document.getElementById("shown");
const rows = [...document.querySelectorAll(".row")].map((node) => ({ node, words: null }));

// Case, accents and the kind of apostrophe make no difference. The acute accent would decompose, so apostrophes go first.
const fold = (text) => text.replace(/[’‘ʼ`´]/g, "'").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// A row's words are folded when they are first looked for.
function wordsOf(row) {
  row.words ??= fold([...row.node.querySelectorAll(".searched")].map((part) => part.textContent).join("\n"));
  return row.words;
}

function wanted() {
  const data = new FormData(form);
  return {
    outcomes: data.getAll("outcome"),
    language: data.get("language"),
    kind: data.get("kind"),
    tag: data.get("tag"),
    changed: data.get("changed"),
    words: fold(data.get("search").trim()).split(/\s+/).filter(Boolean),
  };
}

// Every filter but the outcome, so that the outcomes can say how many each would show.
function fits(row, filter) {
  const about = row.node.dataset;
  return (
    (!filter.language || about.language === filter.language) &&
    (!filter.kind || about.kind === filter.kind) &&
    (!filter.tag || JSON.parse(about.tags ?? "[]").includes(filter.tag)) &&
    (!filter.changed || about.changed === filter.changed) &&
    filter.words.every((word) => wordsOf(row).includes(word))
  );
}

function apply() {
  const filter = wanted();
  const counts = {};
  let visible = 0;
  for (const row of rows) {
    const { outcome } = row.node.dataset;
    const fit = fits(row, filter);
    if (fit) counts[outcome] = (counts[outcome] ?? 0) + 1;
    row.node.hidden = !fit || (filter.outcomes.length > 0 && !filter.outcomes.includes(outcome));
    if (!row.node.hidden) visible += 1;
  }
  for (const count of form.querySelectorAll("[data-count]")) count.textContent = String(counts[count.dataset.count] ?? 0);
  const all = `${rows.length} ${rows.length === 1 ? "question" : "questions"}`;
  shown.textContent = visible === rows.length ? all : `${visible} of ${all}`;
}

// A link to a row has to show it, whatever was filtered before; tells whether the address names one.
function openNamed() {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (!(named instanceof HTMLDetailsElement)) return false;
  if (named.closest("[hidden]")) {
    form.reset();
    apply();
  }
  named.open = true;
  named.scrollIntoView();
  named.querySelector("summary").focus({ preventScroll: true });
  return true;
}

form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply)); // The fields are empty only after the event.
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openNamed);
// A link to the row that the address names already changes no address; the browser's own jump would take the focus off it.
document.addEventListener("click", (event) => {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey; // In a tab or window of its own.
  const again = event.target.closest('a[href^="#q"]')?.hash === location.hash;
  if (again && !elsewhere && openNamed()) event.preventDefault();
});
form.hidden = false;
apply(); // A browser that goes back to a page puts the old choices into its fields.
openNamed();
