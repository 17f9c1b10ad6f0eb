// The frame of the app: the way between its views, the reader's language and words, and what was wrong in the data.

function render({ model, el }) {
  const home = JSON.parse(document.getElementById("sv-config")?.textContent ?? "{}").base ?? "/";
  const draw = () => {
    const { texts, views, faults, languages, printed, brings } = model.get("content");
    const menus = () => [...el.querySelectorAll(".sv-take, .sv-take details")];
    const open = menus().map((one) => one.open); // what comes from Python does not close what the reader has just opened
    const shown = model.get("view"), language = model.get("language");
    const link = (view) => way({ "data-view": view.id, "aria-current": view.id === shown ? "page" : null }, () => address(view.id), view.name);
    const own = place().query.ord === "egne";
    const words = h("button", { type: "button", class: "sv-switch", "aria-pressed": String(own), title: texts.own_words_help, onclick: () => { location.hash = here({ ord: own ? null : "egne", se: place().query.se }); } }, texts.own_words);
    const tongues = Object.entries(languages).filter(([id]) => id !== language).map(([id, name]) => way({ class: "sv-switch", lang: id, hreflang: id }, () => here({ sprog: id, se: place().query.se }), name));
    put(el,
      h("header", { class: "sv sv-frame" },
        h("a", { class: "sv-skip", href: "#indhold", onclick: skip }, texts.skip),
        h("div", { class: "sv-bar" },
          h("a", { class: "sv-home", href: home }, texts.title),
          h("nav", { "aria-label": texts.navigation }, h("ul", {}, views.map((view) => h("li", {}, link(view))))),
          h("div", { class: "sv-switches" }, words, tongues, brings ? bring(texts) : "", take(texts)))),
      h("p", { class: "sv sv-printed" }, printed),
      faults.files.length ? notice(faults) : "",
      model.get("broken") ? h("p", { class: "sv sv-faults", role: "alert" }, model.get("broken")) : "",
      said,
    );
    menus().forEach((one, place) => (one.open = open[place] ?? false));
    document.documentElement.lang = language;
    document.documentElement.classList.toggle("sv-own-words", own);
  };
  // The menu of what can be taken along: the view, and below it all data. The file comes from Python through the socket; the browser saves it.
  const take = (texts) => {
    const one = ([id, name]) => h("li", {}, h("button", { type: "button", "data-take": id, onclick: () => ask(id, texts) }, name));
    const data = h("li", {}, h("details", {}, h("summary", { title: texts.data_help }, texts.data), h("ul", {}, Object.entries(texts.data_formats).map(one))));
    return h("details", { class: "sv-take" }, h("summary", { title: texts.take_help }, texts.take), h("ul", {}, Object.entries(texts.formats).map(one), data));
  };
  // Files come in by a dialog of its own, which Python opens: what draws it is fetched then.
  const bring = (texts) => h("button", { type: "button", class: "sv-bring", title: texts.bring_help, "aria-haspopup": "dialog", onclick: () => model.send({ bring: true }) }, texts.bring);
  const ask = (id, texts) => {
    el.querySelector(".sv-take").open = false;
    said.textContent = texts.working;
    model.send({ take: id });
  };
  const save = (message, buffers) => {
    said.textContent = message.failed ?? message.done;
    clearTimeout(silence);
    silence = setTimeout(() => (said.textContent = ""), 8_000);
    if (message.failed) return;
    const link = h("a", { href: URL.createObjectURL(new Blob(buffers, { type: message.type })), download: message.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const said = h("p", { class: "sv sv-said", role: "status" });
  let silence;
  const notice = (faults) =>
    h("section", { class: "sv sv-faults", role: "alert" },
      h("h2", {}, faults.title),
      h("p", {}, faults.advice),
      faults.files.map((file) => h("details", { open: true }, h("summary", {}, file.name), h("ul", {}, file.faults.map((fault) => h("li", {}, h("strong", {}, `${fault.line}, ${fault.field}: `), fault.problem, h("br"), fault.remedy))))));
  const skip = (event) => {
    event.preventDefault();
    const main = document.querySelector("main") ?? document.body;
    main.setAttribute("tabindex", "-1");
    main.focus();
  };
  const follow = () => {
    for (const one of el.querySelectorAll(".sv-take[open]")) one.open = false;
    const next = location.hash.slice(1);
    if (next !== model.get("route")) {
      model.set("route", next);
      model.save_changes();
    }
    draw();
  };
  model.on("change:content change:view change:language change:broken", draw);
  model.on("msg:custom", save);
  window.addEventListener("hashchange", follow);
  follow();
  return () => window.removeEventListener("hashchange", follow);
}

export default { render };
