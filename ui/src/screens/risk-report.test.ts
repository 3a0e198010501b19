// The risk report that goes with a release, as `crates/app` wrote it down in its snapshot: axe finds nothing in
// it, and it says what the screen says, in the same order.

import { readFileSync } from 'node:fs';

import { render } from '@testing-library/svelte';
import axe from 'axe-core';
import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';

import * as release from '../test/release';
import ReleasePreview from './ReleasePreview.svelte';

const snapshot = readFileSync(
  '../crates/app/src/release/report/snapshots/homeward_app__release__report__tests__risk-report.html.snap',
  'utf8',
);
// Before the page stand two lines of dashes with what it is a snapshot of.
const page = snapshot.split('\n---\n').slice(1).join('\n---\n');

function opened(): Document {
  const inside = new DOMParser().parseFromString(page, 'text/html');
  expect(inside.querySelector('h1')?.textContent).toBe('Risk report');
  return inside;
}

const words = (found: Iterable<Element>) => [...found].map((one) => one.textContent?.replace(/\s+/g, ' ').trim());

test('axe finds nothing in the report', async () => {
  const root = document.documentElement;
  const [before, language] = [root.innerHTML, root.lang];
  const inside = opened();
  root.lang = inside.documentElement.lang;
  root.replaceChildren(...inside.documentElement.childNodes);
  try {
    const found = await axe.run(document, {
      // Each needs a layout, which jsdom does not have.
      rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    expect(found.passes.length).toBeGreaterThan(10);
    expect(found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`))).toEqual([]);
  } finally {
    root.lang = language;
    root.innerHTML = before;
  }
});

test('the report has the headings, columns and promises of the screen, in its order', () => {
  const inside = opened();
  const nothing = createRawSnippet(() => ({ render: () => '<p></p>' }));
  const { container } = render(ReleasePreview, { preview: release.preview, children: nothing });

  const heads = words(inside.querySelectorAll('h2, h3'));
  const annex = container.querySelector('#release-annex summary');
  expect(heads).toEqual([...words(container.querySelectorAll('h2, h3')), annex?.textContent?.trim()]);

  const lists = (of: ParentNode) => words(of.querySelectorAll('ul')).at(-1);
  expect(lists(inside)).toEqual(lists(container));

  // The sizes of groups are for the two people who look at a release, and never leave with it.
  const columns = (of: ParentNode) => [...of.querySelectorAll('table')].map((table) => words(table.querySelectorAll('thead th')));
  const onPaper = columns(inside);
  for (const columnsOfOne of columns(container)) {
    const left = columnsOfOne.includes('Group') ? columnsOfOne.filter((name) => name !== 'Children') : columnsOfOne;
    expect(onPaper).toContainEqual(left);
  }
});
