// The form of those who give works without this. With it the sum is there before the next page is,
// and what is wrong is heard at once. Whole numbers only: an amount is counted in its smallest unit.
(function (doc) {
  var errors = doc.getElementById("errors");
  if (errors) errors.focus();

  var form = doc.querySelector("form.give"), sum = doc.getElementById("sum");
  if (!form || !sum) return;
  var said = sum.dataset, digits = Number(said.digits), scale = Math.pow(10, digits);
  var before = sum.textContent, feeBox = doc.getElementById("cover-fee");
  var feeWords = feeBox && feeBox.parentNode.querySelector("[data-fee]");

  // Whoever goes on in another language finds there what they had filled in. It is kept for that one step, in this tab.
  var KEPT = "patrons-form", fields = ["email", "name", "message", "often", "visibility"];
  try {
    var kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    if (kept && !errors) fields.forEach(function (name) {
      if (kept[name] && form.elements[name]) form.elements[name].value = kept[name];
    });
    doc.addEventListener("click", function (event) {
      if (!event.target.closest || !event.target.closest("a[hreflang]")) return;
      var now = {};
      fields.forEach(function (name) { now[name] = form.elements[name].value; });
      sessionStorage.setItem(KEPT, JSON.stringify(now));
    });
  } catch (nothingIsKept) { /* a browser that keeps nothing */ }

  function money(minor) {
    var whole = minor % scale === 0;
    var number = new Intl.NumberFormat(doc.documentElement.lang, {
      minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: digits
    }).format(minor / scale);
    return said.format.replace("%s", number);
  }

  // What somebody typed, in smallest units; null for what is no amount.
  function typed(text) {
    var bare = text.replace(/[\s']/g, "");
    if (/^[0-9]{1,3}(,[0-9]{3})+[.][0-9]+$/.test(bare)) bare = bare.replace(/,/g, "");
    if (/^[0-9]{1,3}([.][0-9]{3})+,[0-9]+$/.test(bare)) bare = bare.replace(/[.]/g, "");
    var found = /^([0-9]{1,9})(?:[.,]([0-9]{0,3}))?$/.exec(bare);
    if (!found) return null;
    var after = (found[2] || "").replace(/0+$/, "");
    if (after.length > digits) return null;
    return Number(found[1]) * scale + Number((after + "000").slice(0, digits) || 0);
  }

  function fee(minor, points, fixed) { return Math.ceil(minor * points / 10000) + fixed; }

  // As the server counts it: the least of which as much is left as was meant.
  function covering(net, points, fixed) {
    var gross = Math.ceil((net + fixed) * 10000 / (10000 - points));
    while (gross > net && gross - 1 - fee(gross - 1, points, fixed) >= net) gross -= 1;
    while (gross - fee(gross, points, fixed) < net) gross += 1;
    return gross;
  }

  function say() {
    var often = form.elements.often.value, block = doc.getElementById("tier-" + often);
    var present = form.elements.gift && form.elements.gift.checked;
    if (present) block = form.querySelector(".give-gift");
    if (!block) { sum.textContent = before; return; }
    var chosen = block.querySelector("[name$=tier]:checked, [name^=tier_]:checked"), net = null;
    if (present) net = chosen && Number(chosen.getAttribute("data-minor-" + form.elements.gift_months.value));
    else if (chosen && chosen.value === "other") net = typed(form.elements["amount_" + often].value);
    else if (chosen) net = Number(chosen.dataset.minor);
    if (!net || net < Number(block.dataset.least || 0) || net > Number(block.dataset.most || net)) { sum.textContent = said.none; return; }
    var way = form.querySelector("[name=way]:checked, [name=way][type=hidden]"), more = 0;
    if (feeBox && way) {
      more = covering(net, Number(way.dataset.points), Number(way.dataset.fixed)) - net;
      feeWords.textContent = feeWords.dataset.fee.replace("%s", money(more));
    }
    sum.textContent = block.dataset.sentence.replace("%s", money(net + (feeBox && feeBox.checked ? more : 0)));
  }

  form.addEventListener("input", say);
  form.addEventListener("change", say);
  // The browser may have kept what was chosen when somebody comes back.
  window.addEventListener("pageshow", say);
  say();
})(document);
