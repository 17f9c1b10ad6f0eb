// The frame of the app: the way between its pages, and what was wrong in the data. The address is the state.

function render({ model, el }) {
  const draw = () => {
    const { texts, views, faults } = model.get("content");
    const link = (view) => h("a", { href: `#${view.id}`, "aria-current": view.id === model.get("view") ? "page" : null }, view.name);
    el.replaceChildren(
      h("header", { class: "sv sv-frame" },
        h("a", { class: "sv-skip", href: "#indhold", onclick: skip }, texts.skip),
        h("div", { class: "sv-bar" },
          h("a", { class: "sv-home", href: "/" }, texts.title),
          h("nav", { "aria-label": texts.navigation }, h("ul", {}, views.map((view) => h("li", {}, link(view))))))),
      faults.files.length ? notice(faults) : "",
    );
  };
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
    const known = model.get("content").views.map((view) => view.id);
    const { view, municipality } = place();
    const next = `${known.includes(view) ? view : known[0]}/${municipality}`;
    if (next === model.get("route")) return;
    model.set("route", next);
    model.save_changes();
  };
  // When the first view is there and the browser has nothing to do, the others may be made ready.
  const rest = () => {
    if (!document.documentElement.hasAttribute("data-app-ready")) return;
    watcher.disconnect();
    (window.requestIdleCallback ?? setTimeout)(() => {
      model.set("at_rest", true);
      model.save_changes();
    });
  };
  const watcher = new MutationObserver(rest);
  watcher.observe(document.documentElement, { attributeFilter: ["data-app-ready"] });
  model.on("change:content change:view", draw);
  window.addEventListener("hashchange", follow);
  draw();
  follow();
  rest();
  return () => {
    watcher.disconnect();
    window.removeEventListener("hashchange", follow);
  };
}

export default { render };
