// Works out each contrast of text and of edges from the colours in _tokens.scss, by the formula of WCAG 2.2.

import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

type Tokens = Map<string, string>;

const file = readFileSync('src/styles/_tokens.scss', 'utf8');

function tokensOf(mixin: string): Tokens {
  const [, body = ''] = new RegExp(`@mixin ${mixin} \\{([^}]*)\\}`).exec(file) ?? [];
  return new Map([...body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const WHITE = '#ffffff';
const page = '--govuk-body-background-colour';

/** What is read on what: at least 4.5 to 1. */
const TEXT: Array<[string, string]> = [
  ...[
    '--govuk-text-colour',
    '--govuk-secondary-text-colour',
    '--govuk-error-colour',
    '--govuk-success-colour',
    '--govuk-link-colour',
    '--govuk-link-visited-colour',
    '--govuk-link-hover-colour',
    '--govuk-link-active-colour',
    '--hw-muted',
    '--hw-error-hover',
  ].map((text): [string, string] => [text, page]),
  ['--govuk-text-colour', '--govuk-template-background-colour'],
  ['--govuk-surface-text-colour', '--govuk-surface-background-colour'],
  ['--govuk-link-colour', '--govuk-surface-background-colour'],
  ['--hw-muted', '--govuk-surface-background-colour'],
  ['--govuk-focus-text-colour', '--govuk-focus-colour'],
  // The bar: text, links and the save line.
  ['--govuk-text-colour', '--hw-teal-tint'],
  ['--govuk-link-colour', '--hw-teal-tint'],
  ['--govuk-link-hover-colour', '--hw-teal-tint'],
  ['--hw-muted', '--hw-teal-tint'],
  // Secondary buttons.
  ['--govuk-text-colour', '--hw-control'],
  ['--govuk-text-colour', '--hw-control-hover'],
  ['--hw-muted', '--hw-control'],
  // The choice that the arrows have come to.
  ['--hw-pointed-text', '--hw-pointed'],
  // The header and the lock.
  [WHITE, '--hw-teal'],
  [WHITE, '--hw-teal-dark'],
];

/** Edges by which a field or a state is known: at least 3 to 1. */
const EDGES: Array<[string, string]> = [
  ['--govuk-input-border-colour', page],
  ['--govuk-error-colour', page],
  ['--hw-accent', page],
  ['--hw-line-strong', page],
  ['--hw-control-edge', page],
];

/** Lines and bars that only divide, which nothing has to be read from. */
const DECORATION = [
  '--govuk-border-colour',
  '--govuk-hover-colour',
  '--govuk-inverse-text-colour',
  '--govuk-surface-border-colour',
  '--govuk-brand-colour',
  '--hw-line',
];

describe.each(['light', 'dark'])('on a %s page', (mixin) => {
  const tokens = tokensOf(mixin);
  const value = (name: string) => (name.startsWith('#') ? name : (tokens.get(name) ?? `no ${name}`));

  test.each(TEXT)('%s can be read on %s', (text, background) => {
    expect(contrast(value(text), value(background))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(EDGES)('%s can be seen on %s', (edge, background) => {
    expect(contrast(value(edge), value(background))).toBeGreaterThanOrEqual(3);
  });

  test('the focus is seen: its yellow, or the dark line that goes with it', () => {
    const background = value(page);
    const best = Math.max(
      contrast(value('--govuk-focus-colour'), background),
      contrast(value('--govuk-focus-text-colour'), background),
    );
    expect(best).toBeGreaterThanOrEqual(3);
  });

  test('every colour is judged or is decoration', () => {
    const judged = new Set([...TEXT, ...EDGES].flat());
    const left = [...tokens.keys()].filter((name) => !judged.has(name) && !DECORATION.includes(name));
    expect(left).toEqual([]);
    expect(tokens.size).toBeGreaterThan(25);
  });
});

test('both pages have the same colours', () => {
  expect([...tokensOf('dark').keys()]).toEqual([...tokensOf('light').keys()]);
});

test('no other file of ours has a colour of its own', () => {
  for (const name of ['_shell', '_questions', '_pages', '_look', '_search-list', '_print']) {
    const css = readFileSync(`src/styles/${name}.scss`, 'utf8').replace(/\/\/.*/g, '');
    expect([name, css.match(/#[0-9a-f]{3,8}\b(?!\s*\{)/gi) ?? []]).toEqual([name, []]);
  }
});

test('black on white is 21 to 1, and a known pair is what WCAG tools say', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});
