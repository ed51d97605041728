// Keeps the reader's place in the page when the language is switched: anchors are the same in every language.
// Everything works without this script.
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest(".languages a");
  if (link && location.hash) link.hash = location.hash;
});
