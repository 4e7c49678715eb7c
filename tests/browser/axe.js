// What axe finds wrong on a page, without looking again at what it has found in order before: a piece of a page that is
// the same, under the same ancestors, in the same colours and size. Each state of a page costs what is new in it.
async ({ within, known, look, colours }) => {
  const before = new Set(JSON.parse(known));
  const seen = new Set(JSON.parse(colours));
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
  // How a text is drawn: its colour, and what shows through behind it. Looking for contrasts takes the longest, as what
  // lies over what is found out for the whole page: it is done where a text is drawn as none was before.
  const behind = new Map();
  const backdrop = (element) => {
    if (!element) return "";
    let found = behind.get(element);
    if (found === undefined) {
      const { backgroundColor: colour, backgroundImage: image, opacity, mixBlendMode: blend, filter, position } =
        getComputedStyle(element);
      const placed = ["absolute", "fixed", "sticky"].includes(position) ? `${position} .${element.className}` : "";
      const own = `${colour} ${image} ${opacity} ${blend} ${filter} ${placed}`.trim();
      const rest = () => backdrop(element.assignedSlot ?? element.parentElement ?? element.getRootNode().host);
      if (own === "rgba(0, 0, 0, 0) none 1 normal none") found = rest();
      else if (/^rgb\([^/]+\) none 1 normal none$/.test(own)) found = own;
      else found = `${own} over ${rest()}`;
      behind.set(element, found);
    }
    return found;
  };
  const drawn = new Set();
  const texts = (element) => {
    if (exclude.includes(element) || !element.checkVisibility()) return;
    if ([...element.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim())) {
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
      const large = parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.6 : 24);
      drawn.add(`${large ? "large " : ""}${color} ${textShadow} on ${backdrop(element)}`);
    }
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) texts(child);
  };
  texts(root);
  const contrasts = [...drawn].filter((each) => !seen.has(each));
  // What is in order is not described, which takes longer than finding it; sheets are not fetched once more for rules
  // that are not among these.
  const { violations } = await axe.run(scope ? { include: [scope], exclude } : { exclude }, {
    resultTypes: ["violations"],
    preload: false,
    rules: { "color-contrast": { enabled: contrasts.length > 0 } },
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n` + nodes.slice(0, 5).map(
    ({ html, failureSummary }) => `    ${html.slice(0, 200)}\n      ${failureSummary.split("\n").slice(1).join(";")}`,
  ).join("\n"));
  return { told, fine, contrasts };
}
