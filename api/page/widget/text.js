// Text into nodes, dates into words, quotes into addresses. What an article or a person wrote stays text.

// Every class is a part too, so that a page can style it.
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null) continue;
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  if (properties.className) node.part = properties.className;
  node.append(...children.filter((child) => child !== null));
  return node;
}

// Guillemets stay with their words: by spans and not by other spaces, so that what is copied is what the article says.
function bound(text) {
  const parts = text.split(/(«\s\S{1,16}(?:\s»\S{0,3})?|\S{1,16}\s»\S{0,3})/u);
  return parts.map((part, n) => (n % 2 ? make("span", { className: "kept" }, part) : part));
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

// A date as precisely as it is known: 2024, 2024-05, 2024-05-15 or 2024-W20. Null where there is none.
function dateInWords(text, language) {
  const parts = /^(\d{4})(?:-W(\d{2})|-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? "");
  if (!parts) return null;
  const [, year, week, month, day] = parts;
  if (week) return WORDS[language].week(Number(week), year);
  if (!month) return year;
  const date = new Date(`${year}-${month}-${day ?? "01"}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  // In English the day comes first, as in the other three.
  const format = { year: "numeric", month: "long", day: day ? "numeric" : undefined, timeZone: "UTC" };
  return date.toLocaleDateString(language === "en" ? "en-GB" : language, format);
}

function webAddress(text, base) {
  try {
    const address = new URL(text, base);
    return /^https?:$/.test(address.protocol) ? address : null;
  } catch {
    return null;
  }
}

const FRAGMENT_WORDS = 4;

// The original at the quoted words, by a text fragment: https://wicg.github.io/scroll-to-text-fragment. Null without a web address.
// A longer quote is named by its first and last words, which may stand in different paragraphs.
function originalAt(url, quote) {
  const address = url ? webAddress(url) : null;
  if (!address) return null;
  const words = squeezed(quote).split(" ");
  const whole = words.length === 1 || (words.length <= 2 * FRAGMENT_WORDS && !/[\r\n]/.test(quote.trim()));
  const half = Math.min(FRAGMENT_WORDS, Math.floor(words.length / 2));
  const ends = whole ? [words] : [words.slice(0, half), words.slice(-half)];
  // A hyphen would divide what stands before the words from them.
  const named = ends.map((end) => encodeURIComponent(end.join(" ")).replaceAll("-", "%2D")).join(",");
  address.hash = `${address.hash.slice(1).split(":~:")[0]}:~:text=${named}`;
  return address.href;
}
