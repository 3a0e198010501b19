// HTML in one form, so that two pieces are the same when a browser would treat them the same.

/** Marks for GOV.UK's own JavaScript, which never runs on what Svelte owns. */
const FOR_THEIR_SCRIPT = new Set(['data-module']);

function attributes(element: Element): string[] {
  const found = new Map<string, string>();
  for (const { name, value } of element.attributes) {
    if (FOR_THEIR_SCRIPT.has(name)) continue;
    if (name === 'class' || name === 'aria-describedby') {
      const words = value.split(/\s+/).filter(Boolean);
      if (words.length > 0) found.set(name, (name === 'class' ? words.sort() : words).join(' '));
    } else found.set(name, value);
  }
  // Svelte sets what a person can change as properties.
  if (element instanceof HTMLInputElement) {
    if (element.type === 'radio' || element.type === 'checkbox') found.delete('checked');
    if (element.checked) found.set('checked', '');
    if (element.value) found.set('value', element.value);
  }
  if (element instanceof HTMLOptionElement) {
    found.delete('selected');
    if (element.selected && element.closest('select')?.selectedIndex !== 0) found.set('selected', '');
  }
  for (const flag of ['disabled', 'open', 'hidden']) if (found.has(flag)) found.set(flag, '');
  return [...found].map(([name, value]) => `${name}="${value}"`).sort();
}

function lines(node: Node, depth: number, out: string[]): void {
  const indent = '  '.repeat(depth);
  if (node instanceof HTMLTextAreaElement) {
    out.push(`${indent}<textarea ${attributes(node).join(' ')}>`);
    if (node.value) out.push(`${indent}  ${node.value.replace(/\s+/g, ' ').trim()}`);
  } else if (node instanceof Element) {
    out.push(`${indent}<${[node.localName, ...attributes(node)].join(' ')}>`);
    const children = [...node.childNodes];
    let text = '';
    const flush = () => {
      const said = text.replace(/\s+/g, ' ').trim();
      if (said) out.push(`${indent}  ${said}`);
      text = '';
    };
    for (const child of children) {
      if (child instanceof Text) text += child.data;
      else if (child instanceof Element) {
        flush();
        lines(child, depth + 1, out);
      }
    }
    flush();
  }
}

/** The elements inside, one a line, with sorted attributes and single spaces. */
export function normalised(inside: ParentNode): string {
  const out: string[] = [];
  for (const child of inside.children) lines(child, 0, out);
  return out.join('\n');
}

/** The same for a piece of HTML. It is parsed into a live document, so that its fields have values. */
export function normalisedHtml(html: string): string {
  const holder = new DOMParser().parseFromString(`<body>${html}</body>`, 'text/html').body;
  const live = document.createElement('div');
  live.append(...holder.childNodes);
  document.body.append(live);
  const out = normalised(live);
  live.remove();
  return out;
}
