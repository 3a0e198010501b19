// The page of figures over a program that the test answers for.

import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';

import App from '../App.svelte';
import type { FigureRow, Figures, FiguresForm } from '../ipc/types';
import { asksOf, freshWindow, program, refuse } from '../test/program';
import * as samples from '../test/samples';

const form: FiguresForm = { authorities: samples.me.authorities, periods: ['2023-24', '2022-23'] };

const row = (over: Partial<FigureRow>): FigureRow => ({
  code: 'X1',
  label: 'One example group',
  children: 1204,
  children_percent: '90.0%',
  episodes: 4021,
  episodes_percent: '93.0%',
  absence: false,
  ...over,
});

const figures: Figures = {
  title: 'All 2 authorities of this store, 2022 to 2023',
  notice: 'These are exact counts for your own use. For anything that leaves, make a release.',
  sentence: '4323 episodes of 1338 children',
  children: 1338,
  episodes: 4323,
  notes: ['A child counts once in each table.'],
  tables: [
    {
      id: 'example',
      title: 'An example of groups',
      note: 'How this one is counted.',
      counted: 'Episodes',
      rows: [row({}), row({ code: 'X2', label: 'Not asked', children: 134, episodes: 302, absence: true })],
    },
  ],
  shares: [
    {
      title: 'Example shares',
      lines: [
        { id: 's1', label: 'An example share', value: '62.3%', yes: 623, n: 1000, absent: '8.1% (88)' },
        { id: 's2', label: 'A number of hours', value: '4.5 hours', yes: null, n: 900, absent: '–' },
      ],
    },
  ],
  named: [],
};

const answers = {
  start_state: () => samples.startState('open' as const),
  figures_form: () => form,
  figures: () => figures,
};

beforeEach(() => freshWindow('#/figures'));

test('asks for a year, counts all authorities, and says first that it is not for passing on', async () => {
  const user = userEvent.setup();
  const asked = program(answers);
  render(App);
  await user.click(await screen.findByRole('button', { name: 'Count' }));
  expect(screen.getByRole('link', { name: 'Choose the year' })).toBeVisible();
  expect(asksOf(asked, 'figures')).toEqual([]);

  await user.click(screen.getByLabelText('2022 to 2023'));
  await user.click(screen.getByRole('button', { name: 'Count' }));
  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(figures.title);
  expect(asksOf(asked, 'figures')).toEqual([{ authority: null, period: '2022-23' }]);
  expect(screen.getByText(/For anything that leaves, make a release/)).toBeVisible();
  expect(screen.getByRole('row', { name: 'Not asked 134 90.0% 302 93.0%' })).toBeVisible();
  expect(screen.getByRole('row', { name: 'An example share 62.3% (623) 1,000 8.1% (88)' })).toBeVisible();
});

test('counts one authority when that is chosen', async () => {
  const user = userEvent.setup();
  const asked = program(answers);
  render(App);
  await user.click(await screen.findByText('One authority instead of all'));
  await user.click(screen.getByLabelText('Another Example Borough'));
  await user.click(screen.getByLabelText('2023 to 2024'));
  await user.click(screen.getByRole('button', { name: 'Count' }));
  await screen.findByText(figures.title);
  expect(asksOf(asked, 'figures')).toEqual([{ authority: 'A2', period: '2023-24' }]);
  await user.click(screen.getByRole('button', { name: 'Count another year' }));
  expect(await screen.findByRole('button', { name: 'Count' })).toBeVisible();
});

test('says why it did not count', async () => {
  const user = userEvent.setup();
  program({ ...answers, figures: () => refuse('refused', 'Stopped. Nothing was counted.') });
  render(App);
  await user.click(await screen.findByLabelText('2022 to 2023'));
  await user.click(screen.getByRole('button', { name: 'Count' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Stopped. Nothing was counted.');
});

test('axe finds nothing on the form and on the figures', async () => {
  const user = userEvent.setup();
  program(answers);
  render(App);
  document.documentElement.lang = 'en-GB';
  const look = async () => {
    const found = await axe.run(document, {
      // Each needs a layout, which jsdom does not have.
      rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    });
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
  };
  await user.click(await screen.findByLabelText('2022 to 2023'));
  expect(await look()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Count' }));
  await screen.findByText(figures.title);
  expect(await look()).toEqual([]);
});
