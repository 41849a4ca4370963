// Draws the pagers and small things of the replica's pages.
function pagerLinks(count, current, first, name) {
  var out = "共" + count + "页 ";
  if (current > 0) { out += '<a href="' + name(0) + '">首页</a><a href="' + name(current - 1) + '">上一页</a>'; }
  for (var i = Math.max(0, current - 4); i < Math.min(count, current + 5); i++) {
    out += i === current ? "<b>" + (i + 1) + "</b>" : '<a href="' + name(i) + '">' + (i + 1) + "</a>";
  }
  if (current < count - 1) { out += '<a href="' + name(current + 1) + '">下一页</a><a href="' + name(count - 1) + '">尾页</a>'; }
  return out;
}
function createPageHTML(a, b, c, d, e) {
  if (typeof a === "number") {
    document.write(pagerLinks(a, b, 0, function (i) { return c + (i ? "_" + i : "") + "." + d; }));
  } else {
    var html = pagerLinks(b, c - 1, 1, function (i) { return d + (i ? "_" + (i + 1) : "") + "." + e; });
    document.getElementById(a).innerHTML = html;
  }
}
function siteVisits() { return 1000000 + Math.floor(Math.random() * 1000); }
function wza(what) {
  var bar = document.getElementById("wzaBar");
  if (bar) { bar.style.display = what === "open" ? "block" : what === "close" ? "none" : bar.style.display; }
}
