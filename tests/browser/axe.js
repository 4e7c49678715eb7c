// What axe finds wrong on a page, without looking again at what it has found in order before: a piece of a page that is
// the same, under the same ancestors, in the same colours and size. Each state of a page costs what is new in it.
async ({ within, known, look }) => {
  const before = new Set(JSON.parse(known));
  const hash = (text) => {
    let one = 0xdeadbeef;
    let two = 0x41c6ce57;
    for (let at = 0; at < text.length; at += 1) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
    }
    return 4294967296 * (2097151 & (two ^ (one >>> 15))) + ((one ^ (two >>> 13)) >>> 0);
  };
  // What is behind a dialog is out of reach.
  const scope = within ? document.querySelector(within) : [...document.querySelectorAll("dialog:modal")].at(-1);
  const root = scope ?? document.documentElement;
  const shadows = [...document.querySelectorAll("*")].filter((each) => each.shadowRoot);
  const fine = [];
  const exclude = [];
  const walk = (element, path) => {
    for (const child of element.children) {
      if (child.getElementsByTagName("*").length < 6) continue;
      const here = `${path}>${child.localName}.${child.className}`;
      const key = hash(look + path + child.outerHTML);
      // What is in a shadow is not in the text.
      if (shadows.some((each) => child.contains(each))) walk(child, here);
      else if (before.has(key)) exclude.push(child);
      else {
        fine.push(key);
        walk(child, here);
      }
    }
  };
  const above = [];
  for (let each = root; each; each = each.parentElement) above.unshift(`${each.localName}.${each.className}`);
  walk(root, above.join(">"));
  // What is in order is not described, which takes longer than finding it; sheets are not fetched once more for rules
  // that are not among these.
  const { violations } = await axe.run(scope ? { include: [scope], exclude } : { exclude }, {
    resultTypes: ["violations"],
    preload: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n` + nodes.slice(0, 5).map(
    ({ html, failureSummary }) => `    ${html.slice(0, 200)}\n      ${failureSummary.split("\n").slice(1).join(";")}`,
  ).join("\n"));
  return { told, fine };
}
