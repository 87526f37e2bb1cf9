// Looks whether more is known by now, and shows the page anew when it is. Without this the page loads itself.
(function (doc) {
  function look() {
    var box = doc.querySelector("[data-look-again]"), seconds = box ? Number(box.dataset.lookAgain) : 0;
    if (!seconds) return;
    setTimeout(function () {
      fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
        var now = new DOMParser().parseFromString(text, "text/html").querySelector("[data-look-again]");
        if (now && now.dataset.became !== box.dataset.became) location.reload();
        else { if (now) box.dataset.lookAgain = now.dataset.lookAgain; look(); }
      }).catch(look);
    }, seconds * 1000);
  }
  look();
})(document);
