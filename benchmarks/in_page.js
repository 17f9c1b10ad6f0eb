// What only the page itself can time: from a choice or a pointer to the frame that shows what came of it.

(() => {
  const frame = () => new Promise(requestAnimationFrame);

  // Choose what an address says in a page at rest; answer with the milliseconds until the next frame after the page is ready for it.
  const choose = async (address) => {
    const root = document.documentElement;
    await new Promise((rested) => setTimeout(rested, 100));
    root.removeAttribute("data-app-ready");
    const shown = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (!root.hasAttribute("data-app-ready")) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(root, { attributeFilter: ["data-app-ready"] });
    });
    const start = performance.now();
    location.hash = address;
    await shown;
    await frame();
    return performance.now() - start;
  };

  // The places of the boxes that mark others, in the document's order.
  const marking = () =>
    [...document.querySelectorAll(".sv-box")]
      .map((box, place) => {
        box.dispatchEvent(new MouseEvent("mouseenter"));
        const marks = document.querySelectorAll(".sv-linked").length;
        box.dispatchEvent(new MouseEvent("mouseleave"));
        return marks ? place : -1;
      })
      .filter((place) => place >= 0);

  // Listen for the pointer: at the next frame after it came over a box note the time since, and whether others are marked.
  const hovers = [];
  const watchHovers = () =>
    document.addEventListener("mouseover", (event) => {
      if (!event.target.closest?.(".sv-box")) return;
      requestAnimationFrame(() => hovers.push({ ms: performance.now() - event.timeStamp, marked: document.querySelectorAll(".sv-linked").length > 0 }));
    }, true);

  window.benchmark = { choose, marking, watchHovers, hovers };
})();
