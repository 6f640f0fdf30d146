// The page's own words, in the languages of the widget, said before the page is first painted. English stands in the HTML.
"use strict";

const PAGE_WORDS = (() => {
  const others = {
    fr: {
      description: "Posez une question aux articles et voyez les mots mêmes qui y répondent.",
      skip: "Aller à la question",
      tagline: "Interrogez les articles. Chaque réponse est faite de leurs propres mots.",
      examples: "Exemples de questions",
      key: "Votre clé",
      keyHint: "Ce service demande une clé à qui l’interroge. Elle est gardée jusqu’à la fermeture de cet onglet, et pas au-delà.",
      useKey: "Utiliser la clé",
      forgetKey: "Oublier la clé",
      badKey: "Une clé est faite de lettres, de chiffres et de signes, sans espaces.",
      close: "Fermer",
      closeArticle: "Fermer l’article",
      api: "Description de l’API",
      articles: (count) => `${count} ${count < 2 ? "article" : "articles"}`,
      gone: "Ces mots ne sont plus dans l’article.",
      fetching: "L’article est en route…",
      changed: "Cet article a changé depuis que la question a été posée.",
      notShown: (why) => `L’article ne peut pas être montré. ${why}`,
      original: "original",
      seekingQuote: "Recherche de la citation…",
      seekingArticle: "Recherche de l’article…",
      status: (code) => `Le service a répondu avec le statut ${code}.`,
    },
    de: {
      description: "Stellen Sie den Artikeln eine Frage und sehen Sie genau die Worte, die sie beantworten.",
      skip: "Zur Frage springen",
      tagline: "Fragen Sie die Artikel. Jede Antwort besteht aus ihren eigenen Worten.",
      examples: "Beispielfragen",
      key: "Ihr Schlüssel",
      keyHint: "Dieser Dienst verlangt einen Schlüssel von allen, die fragen. Er wird behalten, bis dieser Tab geschlossen wird, und nicht länger.",
      useKey: "Schlüssel verwenden",
      forgetKey: "Schlüssel vergessen",
      badKey: "Ein Schlüssel besteht aus Buchstaben, Ziffern und Zeichen, ohne Leerzeichen.",
      close: "Schließen",
      closeArticle: "Artikel schließen",
      api: "Beschreibung der API",
      articles: (count) => `${count} Artikel`,
      gone: "Diese Worte stehen nicht mehr im Artikel.",
      fetching: "Der Artikel wird geholt …",
      changed: "Dieser Artikel hat sich geändert, seit die Frage gestellt wurde.",
      notShown: (why) => `Der Artikel kann nicht gezeigt werden. ${why}`,
      original: "Original",
      seekingQuote: "Das Zitat wird gesucht …",
      seekingArticle: "Der Artikel wird gesucht …",
      status: (code) => `Der Dienst antwortete mit Status ${code}.`,
    },
    es: {
      description: "Haga una pregunta a los artículos y vea las palabras exactas que la responden.",
      skip: "Ir a la pregunta",
      tagline: "Pregunte a los artículos. Cada respuesta está hecha de sus propias palabras.",
      examples: "Preguntas de ejemplo",
      key: "Su clave",
      keyHint: "Este servicio pide una clave a quien pregunta. Se guarda hasta que se cierre esta pestaña, y no más.",
      useKey: "Usar la clave",
      forgetKey: "Olvidar la clave",
      badKey: "Una clave está hecha de letras, cifras y signos, sin espacios.",
      close: "Cerrar",
      closeArticle: "Cerrar el artículo",
      api: "Descripción de la API",
      articles: (count) => `${count} ${count === 1 ? "artículo" : "artículos"}`,
      gone: "Estas palabras ya no están en el artículo.",
      fetching: "Trayendo el artículo…",
      changed: "Este artículo ha cambiado desde que se hizo la pregunta.",
      notShown: (why) => `No se puede mostrar el artículo. ${why}`,
      original: "original",
      seekingQuote: "Buscando la cita…",
      seekingArticle: "Buscando el artículo…",
      status: (code) => `El servicio respondió con el estado ${code}.`,
    },
  };
  const english = {
    badKey: "A key is made of letters, digits and signs, without spaces.",
    articles: (count) => `${count} ${count === 1 ? "article" : "articles"}`,
    gone: "These words are no longer in the article.",
    fetching: "Fetching the article …",
    changed: "This article has changed since the question was asked.",
    notShown: (why) => `The article cannot be shown. ${why}`,
    original: "original",
    seekingQuote: "Looking for the quote …",
    seekingArticle: "Looking for the article …",
    status: (code) => `The service answered with status ${code}.`,
  };
  // The first language of the person that is known here.
  const known = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "en" || Object.hasOwn(others, tag));
  if (!known || known === "en") return english;
  const root = document.documentElement, words = others[known];
  root.lang = known;
  // Until all of it is said in one language nothing is seen, so that no English flickers.
  root.classList.add("unsaid");
  document.addEventListener("readystatechange", () => {
    for (const node of document.querySelectorAll("[data-says]")) node.textContent = words[node.dataset.says];
    for (const node of document.querySelectorAll("[data-label]")) node.ariaLabel = words[node.dataset.label];
    document.querySelector("meta[name=description]").content = words.description;
    root.classList.remove("unsaid");
  }, { once: true });
  return words;
})();
