// In forced colours the system takes backgrounds, shadows and the colours of text away. What is known by one of
// those alone would be gone: this reads the finished style sheet for it.

import { compile } from 'sass-embedded';
import { describe, expect, test } from 'vitest';

const { css } = compile('src/styles/homeward.scss', { loadPaths: ['node_modules'], quietDeps: true });

interface Rule {
  selectors: string[];
  set: Map<string, string>;
}

/** The rules of a style sheet without comments, also those within @media and the like. */
function rulesOf(sheet: string): Rule[] {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selectors: selector.split(/,(?![^(]*\))/).map((one) => one.trim()),
    set: new Map(
      body.split(';').flatMap((line) => {
        const [name = '', ...value] = line.split(':');
        return value.length > 0 ? [[name.trim(), value.join(':').trim()] as const] : [];
      }),
    ),
  }));
}

/** What stands within `@media (forced-colors: active)`. */
function forced(sheet: string): string {
  const parts: string[] = [];
  for (let at = sheet.indexOf('@media (forced-colors: active)'); at >= 0; at = sheet.indexOf('@media (forced-colors: active)', at + 1)) {
    let depth = 0;
    let end = sheet.indexOf('{', at);
    do {
      if (sheet[end] === '{') depth += 1;
      if (sheet[end] === '}') depth -= 1;
      end += 1;
    } while (depth > 0 && end < sheet.length);
    parts.push(sheet.slice(sheet.indexOf('{', at) + 1, end - 1));
  }
  return parts.join('\n');
}

const rules = rulesOf(css);
const inForced = rulesOf(forced(css));
const setBy = (all: Rule[], selector: string, name: string) =>
  all.filter((rule) => rule.selectors.includes(selector)).map((rule) => rule.set.get(name)).filter((value) => value !== undefined);

// They take the focus only to be read out, and nothing is done with a key there.
const READ_OUT = ['.govuk-error-summary:focus', '.govuk-skip-link-focused-element:focus', '.hw-main:focus', '.hw-title:focus', '.hw-focus-box:focus'];

test('the style sheet was read', () => {
  expect(rules.length).toBeGreaterThan(500);
  expect(inForced.length).toBeGreaterThan(5);
  expect(setBy(rules, '.hw-lock:focus', 'outline')).toEqual(['3px solid transparent']);
});

describe('the focus', () => {
  const focused = rules.flatMap((rule) => rule.selectors.map((selector) => ({ selector, set: rule.set }))).filter(({ selector }) => /:focus(-visible)?$/.test(selector));

  test('that is shown by a shadow or a background has an outline too, which forced colours paint', () => {
    const shown = focused.filter(({ set }) => [...set.keys()].some((name) => /^(box-shadow|background)/.test(name)));
    expect(shown.length).toBeGreaterThan(5);
    const without = shown.filter(({ selector }) => !setBy(rules, selector, 'outline').some((outline) => outline !== 'none' && outline !== '0'));
    expect(without.map(({ selector }) => selector)).toEqual([]);
  });

  test('is taken away only where nothing is done with a key', () => {
    const gone = focused.filter(({ set }) => ['none', '0'].includes(set.get('outline') ?? ''));
    expect(gone.map(({ selector }) => selector).filter((selector) => !READ_OUT.includes(selector))).toEqual([]);
  });
});

test('the choice that the arrows have come to is the system’s', () => {
  for (const selector of ['.autocomplete__option--focused', '.autocomplete__option:not(.autocomplete__option--no-results):hover']) {
    expect([selector, setBy(inForced, selector, 'background')]).toEqual([selector, ['Highlight']]);
  }
});

test('what is drawn by us has a colour of the system', () => {
  for (const name of ['fill', 'stroke']) {
    const drawn = rules.filter((rule) => ![undefined, 'none'].includes(rule.set.get(name))).flatMap((rule) => rule.selectors);
    expect(drawn.length).toBeGreaterThan(0);
    for (const selector of drawn) {
      expect([selector, setBy(inForced, selector, name)]).toEqual([selector, ['CanvasText']]);
    }
  }
});

test('no mark is a background alone', () => {
  const marks = rules.filter(
    (rule) => rule.selectors.some((one) => /\.hw-.*::(before|after)$/.test(one)) && rule.set.get('content') === '""',
  );
  expect(marks.length).toBeGreaterThan(0);
  const alone = marks.filter((rule) => !rule.set.has('border') || [...rule.set.keys()].some((name) => name.startsWith('background')));
  expect(alone.map((rule) => rule.selectors)).toEqual([]);
});
