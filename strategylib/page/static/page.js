// Says what the page is waiting for, and when something failed. The steps arrive in the page as it is streamed.

(() => {
  const root = document.documentElement;
  const SLOW = 15000;

  const look = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const step = node.dataset.step;
    if (step) document.getElementById("sv-step").textContent = step;
    if (node.hasAttribute("data-failed")) fail();
  };

  const fail = () => {
    root.setAttribute("data-failed", "");
    const notice = document.getElementById("sv-failed");
    notice.hidden = false;
    document.getElementById("sv-retry").href = location.href;
  };

  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(look))).observe(root, { childList: true, subtree: true });

  setTimeout(() => {
    if (!root.hasAttribute("data-app-ready") && !root.hasAttribute("data-failed")) document.getElementById("sv-step").textContent = document.body.dataset.slow;
  }, SLOW);

  // Voila's front end calls these while it draws; the steps above take their place.
  window.display_cells = window.voila_finish = window.voila_process = window.update_loading_text = window.voila_heartbeat = () => {};
})();
