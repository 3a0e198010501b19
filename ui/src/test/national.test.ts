// National returns: choose, make, look at what was found and lost, save.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import App from '../App.svelte';
import type { NationalDone, NationalForm } from '../ipc/types';
import { asksOf, freshWindow, program, refuse } from './program';
import * as samples from './samples';

const form: NationalForm = {
  returns: [
    { code: 'first', label: 'The first return', hint: 'For the department.' },
    { code: 'second', label: 'The second return', hint: 'For an inspection.' },
  ],
  authorities: [{ code: 'E09000012', name: 'Hackney' }],
  years: ['2025-26', '2024-25'],
};

const done: NationalDone = {
  which: 'first',
  title: 'The first return, 2025-26',
  sentence: 'Made: 42 rows. Nothing is saved yet.',
  look: '2 rows need a look before you submit: rule 574 (2).',
  files: [
    { name: 'missing.csv', rows: 42 },
    { name: 'what-this-loses.txt', rows: null },
  ],
  counts: [{ label: 'Rows in missing.csv', number: 1042 }],
  findings: [
    {
      rule: '574',
      sentence: 'A period begins before another of the same child has ended.',
      count: 2,
      left_out: false,
      places: [
        { label: 'missing.csv, line 7', path: 'child/c1' },
        { label: 'missing.csv, line 8', path: 'child/c1' },
      ],
    },
    { rule: null, sentence: 'Left out: episodes without a start.', count: 3, left_out: true, places: [] },
  ],
  losses: ['The times of day are lost.', 'Children who are not looked after.'],
};

async function opened(answers: Parameters<typeof program>[0]) {
  await freshWindow('#/national');
  const asked = program({ start_state: () => samples.startState('open'), national_form: () => form, ...answers });
  render(App);
  await screen.findByRole('heading', { level: 1, name: 'National returns' });
  return asked;
}

async function fillIn() {
  const user = userEvent.setup();
  await user.click(screen.getByRole('radio', { name: 'The first return' }));
  await user.click(screen.getByRole('radio', { name: '2025 to 2026' }));
  await user.type(screen.getByRole('textbox', { name: 'Who is it for?' }), 'Example Data Team');
  await user.type(screen.getByRole('textbox', { name: 'Why do they need it?' }), 'Yearly return');
  await user.type(screen.getByLabelText('Your passphrase'), 'quiet harbour lantern meadow');
  await user.click(screen.getByRole('button', { name: 'Make the return' }));
  return user;
}

async function violations() {
  document.documentElement.lang = 'en-GB';
  const found = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

describe('national returns', () => {
  test('say what is missing before anything is made, and ask nothing that has one answer', async () => {
    const asked = await opened({});
    expect(screen.getByRole('radio', { name: 'Hackney' })).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Make the return' }));
    const summary = await screen.findByRole('alert');
    for (const text of ['Choose the return', 'Choose the year', 'Enter who the return is for', 'Enter why they need it', 'Enter your passphrase']) {
      expect(within(summary).getByText(text)).toBeVisible();
    }
    expect(asksOf(asked, 'make_national')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('show what was counted, found and lost, and save to a folder', async () => {
    const asked = await opened({
      make_national: () => done,
      save_national: () => ({ sentence: 'Saved: 2 files.', out: 'returns/2025' }),
    });
    const user = await fillIn();
    await screen.findByRole('heading', { level: 1, name: done.title });
    expect(asksOf(asked, 'make_national')).toEqual([
      {
        which: 'first',
        authority: 'E09000012',
        year: '2025-26',
        recipient: 'Example Data Team',
        reason: 'Yearly return',
        passphrase: 'quiet harbour lantern meadow',
      },
    ]);
    expect(screen.getByText(done.look ?? '')).toBeVisible();
    expect(screen.getByText('Rule 574.')).toBeVisible();
    expect(screen.getByRole('cell', { name: '1,042' })).toBeVisible();
    expect(screen.getByText('The times of day are lost.')).toBeVisible();
    await user.click(screen.getByText('Where (2)'));
    expect(screen.getByRole('link', { name: 'missing.csv, line 7' })).toHaveAttribute('href', '#/child/c1');
    expect(await violations()).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Save the files' }));
    expect(await screen.findByRole('link', { name: 'Choose a folder' })).toHaveAttribute('href', '#national-folder');
    expect(asksOf(asked, 'save_national')).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: /Folder to write them to/ }), 'returns/2025');
    await user.click(screen.getByRole('button', { name: 'Save the files' }));
    expect(await screen.findByText('Saved: 2 files.')).toBeVisible();
    expect(asksOf(asked, 'save_national')).toEqual([
      { which: 'first', authority: 'E09000012', year: '2025-26', folder: 'returns/2025' },
    ]);
  });

  test('a refusal says why, and the form stays as it was', async () => {
    await opened({ make_national: () => refuse('refused', 'Another import or release is under way.') });
    await fillIn();
    expect(await screen.findByText('Another import or release is under way.')).toBeVisible();
    await waitFor(() => expect(screen.getByRole('alert')).toHaveFocus());
    expect(screen.getByRole('textbox', { name: 'Who is it for?' })).toHaveValue('Example Data Team');
  });

  test('a wrong passphrase stands at its field', async () => {
    await opened({ make_national: () => refuse('passphrase', 'That is not your passphrase.') });
    await fillIn();
    expect((await screen.findAllByText(/That is not your passphrase/)).length).toBeGreaterThan(0);
    expect(screen.getByRole('radio', { name: 'The first return' })).toBeChecked();
  });
});
