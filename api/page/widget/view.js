// An answer as nodes. `view` is {words, language, opens}: `opens(place, properties, ...children)` makes what opens an article.

function answered(answer, view) {
  const { words } = view;
  const percent = Math.round(answer.confidence * 100);
  const sure = words.sure[SURE.findIndex((least) => answer.confidence >= least)];
  return [
    answerHeading(words),
    shortAnswer(answer),
    ...statements(answer, view),
    ...unsaid(answer, words),
    make("p", { className: "confidence" }, bar(percent), make("span", {}, `${sure} · `, make("span", { className: "percent" }, `${percent} %`))),
    ...answer.conflicts.map((conflict) => dispute(conflict, answer, view)),
    make("h3", { className: "label" }, words.sources(answer.citations.length)),
    make("ol", { className: "sources" }, ...answer.citations.map((citation) => source(citation, answer, view))),
  ];
}

function notAnswered(answer, { words, ...view }) {
  const parts = [
    make("h2", { id: "result-heading", className: "silence" }, words.silent),
    make("p", { className: "quiet reason" }, words.reasons[answer.reason] ?? ""),
  ];
  // What bears on nothing is near to nothing.
  if (answer.nearest.length && answer.reason !== "no_evidence") {
    parts.push(
      make("h3", { className: "label" }, words.nearest),
      make("ol", { className: "sources nearest" }, ...answer.nearest.map((passage) => card(passage, passage.text, { words, ...view }))),
    );
  }
  return parts;
}

// The collection that an answer is from, as the permalinks of its quotes name it; null is the usual one.
const collectionOf = (citations) => new URLSearchParams(citations[0]?.permalink.split("?")[1]).get("collection");

const answerHeading = (words) => make("h2", { id: "result-heading", className: "label" }, words.answer);

function bar(percent) {
  const filled = make("span");
  filled.style.width = `${percent}%`;
  return make("span", { className: "bar", "aria-hidden": "true" }, filled);
}

// The marked words stand above the quotes where they are less than a whole quote.
function shortAnswer(answer) {
  const short = squeezed(answer.short_answer ?? "");
  if (!short || short === squeezed(answer.citations[0].quote)) return null;
  return make("p", { className: "short", lang: answer.answer_language, dir: "auto" }, ...bound(short));
}

// Each statement is a paragraph of its own, with the numbers of its quotes behind it. Offsets count code points.
function statements(answer, view) {
  const points = Array.from(answer.answer);
  return answer.statements.map(({ start, end, citations }) => statement(points.slice(start, end).join(""), citations.map((n) => answer.citations[n]), view));
}

// Of two questions in one, the one that the articles do not answer.
function unsaid(answer, words) {
  return (answer.parts ?? [])
    .filter(({ answerable }) => !answerable)
    .map(({ question }) => make("p", { className: "quiet unsaid" }, make("span", { lang: answer.question_language, dir: "auto" }, question), ` ${words.silent}`));
}

function statement(text, citations, view) {
  const markers = citations.map((citation) => marker(citation, view));
  // Neither a closing guillemet nor the first number begins a line.
  const [last] = /\S{1,16}(\s[^\s\p{L}\p{N}]{1,2})*$/u.exec(text) ?? [""];
  const kept = make("span", { className: "kept" }, last, ...markers.slice(0, 1));
  return make("p", { className: "statement", lang: citations[0].language, dir: "auto" }, ...bound(text.slice(0, text.length - last.length)), kept, ...markers.slice(1));
}

// It stands in a quote, and is named in the language of the widget.
function marker(citation, { words, language, opens }) {
  const number = String(citation.index + 1);
  return opens(citation, { className: "marker", lang: language, ariaLabel: words.quote(number, citation.title) }, number);
}

function sourceLine(place, { words, language }) {
  return [place.publisher, dateInWords(place.published_at, language) ?? words.undated].filter(Boolean).join(" · ");
}

function source(citation, answer, view) {
  // A quote that stands in the answer already is shown in one line only.
  const shown = squeezed(answer.answer).includes(squeezed(citation.quote));
  return card(citation, citation.quote, view, shown ? "excerpt glimpse" : "excerpt", make("span", { className: "number", "aria-hidden": "true" }, String(citation.index + 1)));
}

// The title opens the article; it reaches over the card, and the link to the original stands above it.
function card(place, quote, view, className = "excerpt", number = null) {
  const { words, opens } = view;
  const original = originalAt(place.url, quote);
  const title = opens(place, { className: "title", lang: place.language, dir: "auto" }, ...bound(place.title));
  return make(
    "li",
    { className: "source" },
    number,
    make(
      "div",
      { className: "what" },
      title,
      make(
        "span",
        { className: "origin quiet" },
        make("span", { dir: "auto" }, sourceLine(place, view)),
        make("span", { className: "go", "aria-hidden": "true" }, words.read),
        original && outside(original, { className: "original" }, view, words.original),
      ),
      make("q", { className, lang: place.language, dir: "auto" }, ...bound(squeezed(quote))),
      elsewhere(place.also_in ?? [], view),
    ),
  );
}

// Other articles with the same words; the first is the one that is cited.
function elsewhere(others, view) {
  if (!others.length) return null;
  const links = others.map((other) => {
    const name = make("span", { lang: other.language, dir: "auto" }, other.publisher ?? other.title);
    return view.opens(other, { className: "other" }, name, ` (${dateInWords(other.published_at, view.language) ?? view.words.undated})`);
  });
  return make("p", { className: "also quiet" }, `${view.words.alsoIn} `, ...links);
}

function outside(href, properties, { words, language }, ...children) {
  const { ariaLabel } = properties;
  const told = ariaLabel ? { ariaLabel: `${ariaLabel} (${words.newTab})` } : {};
  const unseen = ariaLabel ? null : make("span", { className: "unseen", lang: language }, ` (${words.newTab})`);
  return make("a", { ...properties, ...told, href, target: "_blank", rel: "noopener noreferrer" }, ...children, unseen);
}

function dispute(conflict, answer, view) {
  const { words, language } = view;
  const side = ({ text, citations, newest }) => {
    const dates = [...new Set(citations.map((n) => dateInWords(answer.citations[n].published_at, language) ?? words.undated))];
    const whose = ` (${dates.join(", ")}${newest ? `, ${words.newest}` : ""})`;
    const told = make("span", { lang: answer.citations[citations[0]].language, dir: "auto" }, text);
    return make("li", {}, told, ...citations.map((n) => marker(answer.citations[n], view)), whose);
  };
  const heading = Object.hasOwn(words.disagree, conflict.kind) ? words.disagree[conflict.kind] : words.disagreeAtAll;
  return make("div", { className: "conflict" }, make("h3", {}, heading), make("ul", {}, ...conflict.values.map(side)));
}
