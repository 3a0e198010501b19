// Finds things on the page as a person names them. Runs inside every script that the driver sends.
const squash = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const shown = (node) =>
  node.getClientRects().length > 0 && getComputedStyle(node).visibility !== 'hidden';

// What a screen reader does not come by is not there.
const usable = (node) => shown(node) && !node.closest('[aria-hidden=true]');

// GOV.UK's hidden words have a space on either side by their styles, which screen readers speak.
const textOf = (node) =>
  [...node.childNodes]
    .map((part) => {
      if (part.nodeType === Node.TEXT_NODE) return part.textContent;
      if (part.nodeType !== Node.ELEMENT_NODE) return '';
      return part.classList.contains('govuk-visually-hidden') ? ` ${textOf(part)} ` : textOf(part);
    })
    .join('');

const nameOf = (node) => {
  const ids = node.getAttribute('aria-labelledby');
  if (ids) {
    const named = ids.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean);
    return squash(named.map(textOf).join(' '));
  }
  const label = node.getAttribute('aria-label');
  if (label) return squash(label);
  if (node.labels?.length) return squash([...node.labels].map(textOf).join(' '));
  return squash(textOf(node));
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
  const found = places.flatMap((place) => [...place.querySelectorAll(kinds[kind])]).filter(usable);
  return (
    found.find((node) => nameOf(node) === name) ??
    found.find((node) => nameOf(node).startsWith(name)) ??
    null
  );
};

const legendOf = (node) => squash(node?.closest('fieldset')?.querySelector('legend')?.textContent);

// Where a choice stands in the list that is open under a field, or null.
const placeInList = (label) => {
  const options = [...document.querySelectorAll('[role=listbox] [role=option]')].filter(shown);
  const words = options.map((option) => squash(textOf(option.querySelector('.hw-found__label') ?? option)));
  const at = words.indexOf(label);
  return at === -1 ? null : at;
};
