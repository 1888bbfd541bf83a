// The search boxes of relations (Select2) are told by what they hold alone, so an empty one has no name. Each gets that of its label.
"use strict";

(() => {
  const named = (select) => select.getAttribute("aria-label") || (select.labels[0] ? select.labels[0].textContent.trim().replace(/:$/, "") : "");

  function name(select) {
    const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
    const shown = box && box.querySelector(".select2-selection__rendered");
    const label = named(select);
    if (!shown || !shown.id || !label) return;
    box.id = `${shown.id}-box`;
    box.setAttribute("aria-label", label);
    box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`); // “Report: what is chosen”
    shown.setAttribute("aria-label", shown.title ? `${label}: ${shown.title}` : label);
  }

  const all = (root) => root.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible").forEach(name);

  // Both run after those by which the stock script makes the boxes: it is loaded before this one.
  django.jQuery(() => all(document));
  document.addEventListener("formset:added", (event) => all(event.target));
  django.jQuery(document).on("change", "select.admin-autocomplete", (event) => name(event.target));
  django.jQuery(document).on("select2:open", (event) => {
    const label = `Search: ${named(event.target)}`;
    const field = document.querySelector(".select2-container--open .select2-search__field");
    const box = event.target.nextElementSibling.querySelector(".select2-selection");
    box.setAttribute("aria-controls", box.getAttribute("aria-owns") || "");
    if (!field) return;
    field.setAttribute("aria-label", label);
    const list = field.closest(".select2-container"); // hangs below the body, outside of every landmark
    list.setAttribute("role", "search");
    list.setAttribute("aria-label", label);
  });
})();
