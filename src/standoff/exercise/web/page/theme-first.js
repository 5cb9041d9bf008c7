// Sets the chosen look before anything is painted. A plain script, loaded in the head of every page.
(() => {
  const kept = localStorage.getItem("standoff.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
