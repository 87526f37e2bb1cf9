// The whole script of the readers' pages. It stands in the head, so that a chosen theme is there
// before the first paint. Without it the system's theme holds and an embed stays a link.
(function (doc) {
  var root = doc.documentElement;
  try { if (localStorage.theme) root.dataset.theme = localStorage.theme; } catch (e) { /* storage is off */ }

  function theBarToo() {
    var paper = getComputedStyle(root).getPropertyValue("--paper");
    doc.querySelectorAll("[name=theme-color]").forEach(function (meta) { meta.content = paper; });
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function themeButton(button) {
    function say() { button.setAttribute("aria-pressed", isDark()); }
    button.hidden = false;
    say();
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.theme = root.dataset.theme; } catch (e) { /* it holds for this page */ }
      say();
      theBarToo();
    });
  }

  // A button in front of the link: only a press of it asks the other site for anything.
  function embed(box) {
    var said = box.dataset, button = doc.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = said.embedButton;
    button.addEventListener("click", function () {
      var frame = doc.createElement("iframe");
      frame.src = said.embedSrc;
      frame.title = said.embedTitle;
      frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      if (said.embedRatio) frame.style.aspectRatio = said.embedRatio;
      box.replaceChildren(frame);
      frame.tabIndex = -1;
      frame.focus();
    });
    box.prepend(button);
  }

  doc.addEventListener("DOMContentLoaded", function () {
    var button = doc.getElementById("theme");
    if (button) themeButton(button);
    if (root.dataset.theme) theBarToo();
    doc.querySelectorAll("[data-embed-src]").forEach(embed);
    // The line of sections may be longer than the screen is wide: the one that is open stands in sight.
    var nav = doc.querySelector(".nav"), here = nav && nav.querySelector("[aria-current]");
    var hidden = here ? here.getBoundingClientRect().right - nav.getBoundingClientRect().right : 0;
    if (hidden > 0) nav.scrollLeft += hidden + 16;
  });
})(document);
