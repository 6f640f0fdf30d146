// Asks the service and tells of each event as it comes.

const TRIES = 4; // of a question that the service is too busy for
const LONGEST_PAUSE_SECONDS = 10;

// The whole answer. `heard(name, data)` gets every event before it, `waiting(words)` why nothing comes yet.
// `key` is null where none is to be sent. Raises an Error whose message is for the person, with the response's `status` where
// there was one, or the reason of `signal`.
async function askService(server, question, words, { signal, key, heard, waiting }) {
  const shown = key ? { authorization: `Bearer ${key}` } : {};
  for (let tries = 1; ; tries++) {
    const response = await fetch(new URL("v1/ask", server), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", ...shown },
      body: JSON.stringify({ question }),
      signal,
    }).catch((cause) => {
      throw signal.aborted ? cause : new Error(unreachable(server, words));
    });
    if (response.ok) return wholeAnswer(response, words, signal, heard);
    const problem = (await response.json().catch(() => null)) ?? {};
    const starting = String(problem.type).endsWith(":not-ready");
    const seconds = Number(response.headers.get("retry-after"));
    // A quota that is used up is no overload: its own words say of what, and when to come back.
    if (!(seconds > 0) || response.status === 429) throw Object.assign(new Error(inWords(response.status, problem, words)), { status: response.status });
    if (!starting && (tries === TRIES || seconds > LONGEST_PAUSE_SECONDS)) throw new Error(words.tooBusy(seconds));
    waiting(starting ? words.starting : words.busy(seconds));
    await pause(seconds, signal);
  }
}

function unreachable(server, words) {
  if (!navigator.onLine) return words.offline;
  if (server.origin === location.origin) return words.unreachable;
  console.warn(`pourquoi: ${server.origin} did not answer this page. If it runs, POURQUOI_ALLOWED_ORIGINS must name ${location.origin} there.`);
  return words.unreachableHere;
}

function inWords(status, problem, words) {
  const detail = problem.errors?.[0]?.message ?? problem.detail;
  return problem.title ? `${problem.title}: ${detail}` : words.status(status);
}

function pause(seconds, signal) {
  return new Promise((resume, stop) => {
    const timer = setTimeout(resume, 1000 * seconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), stop(signal.reason)), { once: true });
  });
}

async function wholeAnswer(response, words, signal, heard) {
  let broken = null;
  try {
    // A proxy that holds events back may have asked for the object itself.
    if (!/^text\/event-stream/i.test(response.headers.get("content-type") ?? "")) return await response.json();
    for await (const { name, data } of eventsOf(response.body)) {
      if (name === "done") return data;
      heard(name, data);
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    broken = cause;
  }
  throw new Error(words.brokeOff, { cause: broken });
}

// Server-sent events as https://html.spec.whatwg.org/multipage/server-sent-events.html has them, with JSON for data.
async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      const valuesOf = (field) => lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ""));
      if (valuesOf("data").length) yield { name: valuesOf("event").at(-1) ?? "message", data: JSON.parse(valuesOf("data").join("\n")) };
    }
  }
}
