"use strict";
(() => {
  const main = document.querySelector("main");
  const filters = [...document.querySelectorAll("button[data-show]")];
  const status = document.getElementById("shown");

  const shownEdits = () => {
    const show = main.dataset.show;
    return [...document.querySelectorAll(show === "all" ? ".edit" : `.edit.${show}`)];
  };

  const filter = (show) => {
    main.dataset.show = show;
    for (const button of filters) button.setAttribute("aria-pressed", String(button.dataset.show === show));
    const count = shownEdits().length;
    status.textContent = count === 1 ? "1 edit shown" : `${count} edits shown`;
  };
  for (const button of filters) button.addEventListener("click", () => filter(button.dataset.show));

  // A link to an edit, from the picture or a proof, shows it and opens it.
  const goTo = (id, focus) => {
    const edit = document.getElementById(id);
    if (!edit || !edit.classList.contains("edit")) return;
    if (!shownEdits().includes(edit)) filter("all");
    edit.open = true;
    edit.scrollIntoView({ block: "start" });
    if (focus) edit.querySelector("summary").focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#e"]');
    if (link) setTimeout(() => goTo(link.getAttribute("href").slice(1), true));
  });
  if (location.hash) goTo(location.hash.slice(1), false);

  document.getElementById("fold").addEventListener("click", (event) => {
    const edits = shownEdits();
    const open = !edits.some((edit) => edit.open);
    for (const edit of edits.slice(0, 500)) edit.open = open;
    event.target.textContent = open ? "Fold all" : "Unfold all";
  });

  // j and k walk the edits that are shown, as in a pager.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
    const edits = shownEdits();
    const here = edits.indexOf(document.activeElement && document.activeElement.closest(".edit"));
    const next = here < 0 ? 0 : here + (event.key === "j" ? 1 : -1);
    if (edits[next]) {
      edits[next].scrollIntoView({ block: "nearest" });
      edits[next].querySelector("summary").focus();
    }
  });
})();
