// Puts an editor where the plain text area is; without it the area stays, and does the same.
(() => {
  "use strict";
  const area = document.getElementById("query");
  const told = document.getElementById("editor-data");
  if (!area || !told || typeof Yasqe === "undefined") return;
  const { label, prefixes, ontology } = JSON.parse(told.textContent);
  const form = area.form;

  // The terms of the ontology that is served, asked for once.
  const query = `PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?term ?isClass {
  VALUES (?kind ?isClass) {
    (owl:Class true) (owl:ObjectProperty false) (owl:DatatypeProperty false)
  }
  ?term rdfs:isDefinedBy <${ontology}> ; a ?kind
}
ORDER BY ?term`;
  const terms = fetch(`/sparql?${new URLSearchParams({ query, format: "json" })}`)
    .then((response) => (response.ok ? response.json() : { results: { bindings: [] } }))
    .then((answer) => answer.results.bindings, () => []);
  const named = (isClass) => async () =>
    (await terms)
      .filter((row) => (row.isClass.value === "true") === isClass)
      .map((row) => row.term.value);

  const complete = (from, name, get) =>
    Yasqe.forkAutocompleter(from, { name, get, bulk: true, autoShow: true, persistenceId: null });
  complete("prefixes", "our-prefixes", () =>
    Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`),
  );
  complete("class", "our-classes", named(true));
  complete("property", "our-properties", named(false));

  // Those that come with the editor ask other servers.
  Yasqe.defaults.autocompleters = ["our-prefixes", "variables", "our-classes", "our-properties"];

  const send = () => form.requestSubmit();
  const place = document.createElement("div");
  place.className = "editor";
  area.before(place);
  const editor = new Yasqe(place, {
    value: area.value,
    screenReaderLabel: label,
    // Tab leaves the editor, as it leaves any other field.
    extraKeys: {
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-S": false,
      "Ctrl-Enter": send,
      "Cmd-Enter": send,
    },
    editorHeight: "auto",
    resizeable: false,
    showQueryButton: false,
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
  });
  area.hidden = true;
  editor.on("change", () => {
    area.value = editor.getValue();
  });
  form.addEventListener("submit", () => {
    area.value = editor.getValue();
  });
  document.querySelector('label[for="query"]').addEventListener("click", () => editor.focus());

  const line = Number(area.dataset.line);
  if (line) {
    editor.addLineClass(line - 1, "background", "wrong");
    editor.setCursor(line - 1, Number(area.dataset.column || 1) - 1);
  }
  editor.refresh();
})();
