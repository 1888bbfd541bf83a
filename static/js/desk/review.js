// The review screen with the keyboard and the mouse. Everything here is also done by plain links and forms.
"use strict";

(() => {
  const review = document.querySelector(".review");
  const list = document.querySelector(".review-cards ol.cards");
  const article = document.getElementById("article");
  const addClaim = document.getElementById("add-claim");
  const trouble = document.getElementById("trouble");
  if (!review) return;

  const cards = () => (list ? [...list.children] : []);
  const cardOf = (element) => (element instanceof Element ? element.closest("li.card") : null);
  const typing = (element) => element instanceof Element && element.closest("input, textarea, select, [contenteditable]");

  // One card is the current one: it has the focus or had it last, and its words are shown strongly in the article.

  let current = null; // id, since an answer puts a new element in the place of the old one

  function mark(card) {
    current = card ? card.id : null;
    for (const other of cards()) other.classList.toggle("current", other === card);
    for (const words of article ? article.querySelectorAll("mark") : []) {
      words.classList.toggle("current", Boolean(current) && words.dataset.of.split(" ").includes(current));
    }
  }

  function goTo(card, { focus = true } = {}) {
    if (!card) return;
    mark(card);
    if (focus) card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    const words = article && article.querySelector("mark.current");
    if (words) words.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = cards();
    const at = all.findIndex((card) => card.id === current);
    goTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function nextOpen(after) {
    const all = cards();
    const at = all.findIndex((card) => card.id === after);
    const open = (card) => card.dataset.state === "open";
    return all.slice(at + 1).find(open) || all.find(open);
  }

  review.addEventListener("focusin", (event) => {
    const card = cardOf(event.target);
    if (card && card.id !== current) mark(card);
  });

  if (article) {
    article.addEventListener("click", (event) => {
      const words = event.target.closest("mark");
      if (!words || !getSelection().isCollapsed) return;
      const ids = words.dataset.of.trim().split(" ");
      const next = ids[(ids.indexOf(current) + 1) % ids.length]; // overlapping passages are gone through one after the other
      goTo(document.getElementById(next), { focus: true });
    });
  }

  // Keys work where the focus is on a card or on nothing, never while somebody types.

  const keys = document.getElementById("keys");
  if (keys) keys.hidden = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const card = cardOf(document.activeElement) || document.getElementById(current);
    const press = (selector) => {
      const target = card && card.querySelector(selector);
      if (target) target.click();
    };
    const onScreen = document.activeElement === document.body || review.contains(document.activeElement);
    if (!onScreen) return;
    switch (event.key) {
      case "j": step(1); break;
      case "k": step(-1); break;
      case "a": press("button.accept"); break;
      case "r": press("button.reject"); break;
      case "c": press("a.change"); break;
      case "u": press("button.undo"); break;
      case "n": if (addClaim) addClaim.click(); break;
      default: return;
    }
    event.preventDefault();
  });

  // What an answer changed gets the focus back: the next open card after a decision, the form when one was opened.

  let decided = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (trouble) trouble.hidden = true;
    const card = cardOf(event.detail.elt);
    const verdict = event.detail.requestConfig.parameters && event.detail.requestConfig.parameters.verdict;
    decided = card && (verdict === "accept" || verdict === "reject" || event.detail.elt.matches(".claim-form")) ? card.id : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const target = document.getElementById(event.detail.elt.id);
    if (!target) return;
    fit(target);
    if (!target.matches(".card")) return;
    if (target.matches(".card-form") || target.id === "new-claim") {
      const first = target.querySelector(".errors select, .errors input, .errors textarea") || target.querySelector("select, textarea, input:not([type=hidden])");
      if (first) first.focus();
    } else if (decided === target.id && target.dataset.state !== "open") {
      goTo(nextOpen(target.id) || target);
    } else {
      goTo(target);
    }
    finish();
  });

  // When nothing is open any more, there is nothing to accept all of.
  function finish() {
    const all = document.querySelector(".review-all");
    if (all) all.hidden = !cards().some((card) => card.dataset.state === "open");
    for (const input of document.querySelectorAll(".review-all input[name=chosen]")) {
      const card = document.getElementById(`s-${input.value}`);
      input.disabled = !card || card.dataset.state !== "open";
    }
  }

  function complain(words) {
    if (!trouble) return;
    trouble.textContent = words;
    trouble.hidden = false;
  }
  document.addEventListener("htmx:sendError", () => complain("The server cannot be reached. Nothing was changed; try again."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const why = { 403: "You may not do this, or you are signed out.", 404: "This suggestion is gone: read the page anew." };
    complain(`${why[status] || `The server answered ${status}.`} Nothing was changed.`);
  });

  // Words selected in the article go into the form of a new claim, by where they stand in the text.

  function place(node, offset) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("p[data-start]");
    if (!paragraph || !article.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + before.toString().length;
  }

  let selected = "";
  document.addEventListener("selectionchange", () => {
    if (!article || !addClaim) return;
    const selection = getSelection();
    if (!selection.rangeCount || !article.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    selected = start !== null && end !== null && end > start ? `?start=${start}&end=${end}` : "";
  });

  if (addClaim) {
    addClaim.addEventListener("click", (event) => {
      event.preventDefault();
      htmx.ajax("GET", addClaim.getAttribute("href") + selected, { target: "#new-claim", swap: "outerHTML settle:0ms" });
    });
  }

  // A form shows the values that its property takes and no others; "Leave it" puts the card back without a request for the page.

  function fit(root) {
    const property = root.querySelector("[name=property]");
    if (!property) return;
    for (const field of root.querySelectorAll("[data-of]")) {
      const takes = field.dataset.of.split(" ").includes(property.value);
      field.closest(".claim-field").hidden = !takes;
    }
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest(".claim-form");
    if (form && event.target.name === "property") fit(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const leave = event.target.closest && event.target.closest(".claim-form") && event.target.closest(".claim-form").querySelector("a.cancel");
    if (leave) leave.click();
  });
  document.addEventListener("click", (event) => {
    const leave = event.target.closest("a.cancel");
    if (!leave) return;
    event.preventDefault();
    const id = leave.hash.slice(1);
    if (!id) {
      const form = leave.closest("#new-claim");
      form.className = "";
      form.replaceChildren();
      goTo(document.getElementById(current) || cards()[0]);
      return;
    }
    htmx.ajax("GET", leave.dataset.card, { target: `#${id}`, swap: "outerHTML settle:0ms" });
  });

  if (location.hash.startsWith("#s-")) goTo(document.getElementById(location.hash.slice(1)));
  else mark(null);
})();
