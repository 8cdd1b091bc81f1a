// Comfort only: every page works without this file.
"use strict";

// A second click on a submit button within five seconds sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});

// Coming back with the browser's button must not leave the form locked.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Two minutes before the session ends for want of a request, the page says so and offers to stay.
const warning = document.getElementById("abmeldung");
if (warning) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, (warning.dataset.after - 120) * 1000);
  };
  const stay = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return;
    warning.replaceChildren();
    wait();
  };
  const warn = () => {
    warning.replaceChildren(document.getElementById("abmeldung-text").content.cloneNode(true));
    warning.querySelector("button").addEventListener("click", stay);
  };
  wait();
}

// The sheet under the name closes with Escape and by a click elsewhere.
const sheet = document.querySelector(".wbv-nutzer");
if (sheet) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !sheet.open) return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!sheet.contains(event.target)) sheet.open = false;
  });
}
