// Finds things on the page as a person names them. Runs inside every script that the driver sends.
const squash = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const shown = (node) =>
  node.getClientRects().length > 0 && getComputedStyle(node).visibility !== 'hidden';

const nameOf = (node) => {
  const ids = node.getAttribute('aria-labelledby');
  if (ids) {
    return squash(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
  }
  const label = node.getAttribute('aria-label');
  if (label) return squash(label);
  if (node.labels?.length) return squash([...node.labels].map((one) => one.textContent).join(' '));
  return squash(node.textContent);
};

const kinds = {
  field: 'input:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea, select',
  option: 'input[type=radio], input[type=checkbox]',
  button: 'button, [role=button], summary',
  link: 'a[href]',
  heading: 'h1, h2, h3',
};

// The group of fields that stands under a legend.
const groupOf = (legend) =>
  [...document.querySelectorAll('fieldset, [role=group]')].filter(shown).filter((group) => {
    const name = squash(group.querySelector('legend')?.textContent) || nameOf(group);
    return name === legend || name.startsWith(legend);
  });

const find = (kind, name, legend) => {
  const places = legend ? groupOf(legend) : [document];
  const found = places.flatMap((place) => [...place.querySelectorAll(kinds[kind])]).filter(shown);
  return (
    found.find((node) => nameOf(node) === name) ??
    found.find((node) => nameOf(node).startsWith(name)) ??
    null
  );
};

const legendOf = (node) => squash(node?.closest('fieldset')?.querySelector('legend')?.textContent);
