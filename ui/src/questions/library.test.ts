// The one library that draws into the page by itself, in a page as strict as the real one: the prototypes are
// frozen before it loads, and any style attribute, style element or script that it writes is counted.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const library = readFileSync(require.resolve('accessible-autocomplete'), 'utf8');

/** A page of its own, with prototypes of its own: the ones of this test stay as they are. */
interface OtherPage {
  document: Document;
  eval: (script: string) => unknown;
  close: () => void;
}
const { JSDOM } = require('jsdom') as { JSDOM: new (html: string, options: object) => { window: OtherPage } };

const STRICT = `
  Object.freeze(Object.prototype);
  window.refused = [];
  // What a policy of style-src 'self' and script-src 'self' refuses. Styles set by a script through
  // \`element.style\` are not among it.
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name.toLowerCase() === 'style' || name.toLowerCase().startsWith('on')) refused.push(name);
    return set.call(this, name, value);
  };
  const html = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
  Object.defineProperty(Element.prototype, 'innerHTML', {
    get: html.get,
    set(text) {
      if (/<style|<script|\\sstyle=|\\son\\w+=/i.test(text)) refused.push(text);
      html.set.call(this, text);
    },
  });
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...rest) {
    if (['style', 'script', 'iframe'].includes(String(name).toLowerCase())) refused.push(name);
    return create.call(this, name, ...rest);
  };
  const refuse = () => { refused.push('Function'); throw new EvalError('refused'); };
  window.Function = new Proxy(Function, { apply: refuse, construct: refuse });
`;

function strictPage(): OtherPage {
  const { window } = new JSDOM('<!doctype html><div id="here"></div>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    url: 'https://example.test/',
  });
  window.eval(STRICT);
  window.eval(`var self = window; ${library}`);
  window.eval(`
    accessibleAutocomplete({
      element: document.getElementById('here'),
      id: 'field',
      ref: (instance) => { if (instance) window.widget = instance; },
      showAllValues: true,
      displayMenu: 'overlay',
      source: (text, take) => take(['Alpha', 'Beta'].filter((one) => one.toLowerCase().includes(text))),
      onConfirm: (one) => { if (one) window.confirmed = one; },
    });
  `);
  return window;
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('the list that is searched', () => {
  test('works with frozen prototypes, and writes nothing that the policy refuses', async () => {
    const window = strictPage();
    const field = window.document.querySelector('input');
    expect(field).not.toBeNull();
    window.eval(`
      const field = document.querySelector('input');
      field.focus();
      field.value = 'be';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    `);
    await rest();
    const options = [...window.document.querySelectorAll('[role=option]')];
    expect(options.map((option) => option.textContent)).toEqual(['Beta']);
    window.eval(`document.querySelector('[role=option]').click()`);
    await rest();
    expect(window.eval('window.confirmed')).toBe('Beta');
    expect(window.eval('Object.isFrozen(Object.prototype)')).toBe(true);
    expect(window.eval('window.refused')).toEqual([]);
    window.close();
  });

  test('has the parts that we go by: its state, its ref and the end of its timer', async () => {
    const window = strictPage();
    expect(window.eval('Object.keys(widget.state)')).toEqual(
      expect.arrayContaining(['query', 'menuOpen', 'options', 'selected', 'validChoiceMade']),
    );
    window.eval(`widget.setState({ query: 'Alpha', menuOpen: false, options: [], selected: null, validChoiceMade: true })`);
    await rest();
    expect(window.document.querySelector('input')?.value).toBe('Alpha');
    window.eval('widget.componentWillUnmount()');
    window.eval(`document.querySelector('input').value = 'changed'`);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(window.eval('widget.state.query')).toBe('Alpha');
    window.close();
  });

  test('the strict page would have noticed', () => {
    const window = strictPage();
    window.eval(`document.getElementById('here').setAttribute('style', 'color: red')`);
    window.eval(`document.getElementById('here').innerHTML = '<p style="color: red"></p>'`);
    expect(window.eval('window.refused')).toHaveLength(2);
    expect(() => window.eval(`'use strict'; Object.prototype.x = 1`)).toThrow();
    window.close();
  });
});
