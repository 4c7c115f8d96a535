// What a page without script can do only by more clicks: dropping files, opening the item that a link leads to.
"use strict";
const first = (files) => { const one = new DataTransfer(); one.items.add(files[0]); return one.files; };
for (const form of document.querySelectorAll("form[data-drop]")) {
  const field = form.querySelector("input[type=file]");
  const over = (event, on) => { event.preventDefault(); form.classList.toggle("over", on); };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => { over(event, false); if (event.dataTransfer.files.length) { field.files = field.multiple ? event.dataTransfer.files : first(event.dataTransfer.files); } });
}
const named = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };
const unfold = () => {
  const target = document.getElementById(named());
  for (let part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
  if (target) { target.scrollIntoView(); }
};
addEventListener("hashchange", unfold);
unfold();
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details")) { part.open = true; } });
for (const field of document.querySelectorAll("input[data-filter]")) {
  const rows = document.querySelectorAll(field.dataset.filter + " tbody tr");
  field.parentElement.hidden = false;
  field.addEventListener("input", () => { for (const row of rows) { row.hidden = !row.textContent.includes(field.value.trim()); } });
}
