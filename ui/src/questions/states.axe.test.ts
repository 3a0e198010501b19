// axe-core on the states of questions that a page does not open in.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import App from '../App.svelte';
import { freshWindow, program } from '../test/program';
import { everyKind, page, rowsQuestion, startState } from '../test/samples';
import { media } from '../test/setup';

async function violations() {
  document.documentElement.lang = 'en-GB';
  const found = await axe.run(document, {
    // Each needs a layout, which jsdom does not have.
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

async function openWindow(first = everyKind) {
  program({
    start_state: () => startState('open'),
    look: () => ({ text: 200, theme: 'dark' }),
    page: () => first,
    remove_row: () => page({ questions: [rowsQuestion([1])] }),
    give: () => ({ said: 'Saved', page: first }),
  });
  render(App);
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
}

beforeEach(() => freshWindow('#/record/r1/s1'));
afterEach(() => (media.matches = () => false));

describe('axe finds nothing with', () => {
  test('the account beside the questions', async () => {
    media.matches = () => true;
    await openWindow();
    expect(screen.getByRole('complementary')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test('a searched list open, with an answer in it, and with nothing found', async () => {
    const user = userEvent.setup();
    await openWindow();
    const [field] = screen.getAllByRole('combobox');
    if (!field) throw new Error('no list to search');
    await user.type(field, 'choice 1');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(11));
    await fireEvent.keyDown(field, { key: 'ArrowDown', keyCode: 40 });
    await waitFor(() => expect(document.activeElement).toHaveAttribute('role', 'option'));
    expect(await violations()).toEqual([]);
    await user.clear(field);
    await user.type(field, 'zzz');
    await waitFor(() => expect(screen.getByRole('option')).toHaveTextContent('Nothing in the list holds this'));
    expect(await violations()).toEqual([]);
  });

  test('a filtered list, an answer cleared and a row removed', async () => {
    const user = userEvent.setup();
    await openWindow();
    await user.type(screen.getByLabelText('Search this list'), '12');
    await user.click(screen.getByRole('button', { name: /^Clear the answer to Example question about one$/ }));
    expect(await violations()).toEqual([]);
  });

  test('a row removed', async () => {
    const user = userEvent.setup();
    await openWindow(page({ questions: [rowsQuestion([1, 2])] }));
    await user.click(screen.getByRole('button', { name: 'Remove Attempt 2' }));
    await waitFor(() => expect(screen.getByText(/Attempt 2 removed/)).toHaveFocus());
    expect(await violations()).toEqual([]);
  });

  test('the Display panel open', async () => {
    const user = userEvent.setup();
    await openWindow();
    await user.click(screen.getByRole('button', { name: 'Display' }));
    expect(screen.getByRole('dialog', { name: 'Display' })).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});
