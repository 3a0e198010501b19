// A child across episodes, the pages beside the child, and the child's copy.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';

import App from '../App.svelte';
import * as across from '../test/across';
import { asksOf, freshWindow, program } from '../test/program';
import * as samples from '../test/samples';

const everything: Parameters<typeof program>[0] = {
  start_state: () => samples.startState('open'),
  look: () => ({ text: 100, theme: 'system' }),
  record: () => samples.record,
  chronology: () => across.chronology,
  with_you: () => across.withYou,
  child_copy_form: () => across.childCopyForm,
  child_copy: () => ({ ...samples.report, title: 'What I told you, and who sees it' }),
  give: () => ({ said: 'Saved 14:32 on this laptop', page: samples.page() }),
};

async function opened(hash: string, heading: string, answers = everything) {
  await freshWindow(hash);
  const asked = program(answers);
  render(App);
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading));
  return asked;
}

async function violations() {
  document.documentElement.lang = 'en-GB';
  const found = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

beforeEach(() => freshWindow());

describe('the chronology', () => {
  test('tells what happened and sets the reasons of each conversation side by side', async () => {
    await opened('#/chronology/c1', 'Chronology');
    const table = screen.getByRole('table', { name: /each return conversation/ });
    const pulled = within(table).getByRole('row', { name: /To be with friends/ });
    expect(within(pulled).getByLabelText('Not said')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Went missing' })).toHaveAttribute('href', '#/record/e1');
    expect(await violations()).toEqual([]);
  });

  test('says calmly that there is nothing yet', async () => {
    await opened('#/chronology/c1', 'Chronology', { ...everything, chronology: () => across.noChronology });
    expect(screen.getByText('Nothing with a date is recorded yet.')).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
    expect(await violations()).toEqual([]);
  });
});

describe('the pages beside the child', () => {
  test('ask one thing at a time, and skip and stop are always there', async () => {
    const user = userEvent.setup();
    await opened('#/with/r1', 'These pages are for you');
    expect(screen.getByRole('button', { name: 'Stop' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'How did you feel before you left?' })).toHaveFocus();
    expect(screen.getByRole('button', { name: 'Skip this' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Stop' })).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Skip this' }));
    expect(await screen.findByRole('heading', { level: 1, name: /own words/ })).toHaveFocus();
    expect(screen.getByRole('textbox')).toHaveValue('אני בסדר <b>');
    expect(screen.getByRole('textbox')).toHaveAttribute('dir', 'auto');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Thank you' })).toHaveFocus();
    expect(await violations()).toEqual([]);
  });

  test('send an answer as the worker’s page would, and nothing when a page is skipped', async () => {
    const user = userEvent.setup();
    const asked = await opened('#/with/r1', 'These pages are for you');
    await user.click(screen.getByRole('button', { name: 'Start' }));
    await user.click(await screen.findByRole('button', { name: 'Skip this' }));
    expect(asksOf(asked, 'give')).toEqual([]);
    await user.type(await screen.findByRole('textbox'), '!');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await waitFor(() => expect(asksOf(asked, 'give').at(-1)).toMatchObject({ record: 'r1', question: 'words', raw: 'אני בסדר <b>!' }));
  });

  test('keep what is said to the worker about an answer from the child', async () => {
    const said = { caution: 'This does not fit the outcome.', flag: 'The list no longer holds this.' };
    const pages = across.withYou.pages.map((page) => ({ ...page, question: { ...page.question, ...said } }));
    const user = userEvent.setup();
    await opened('#/with/r1', 'These pages are for you', { ...everything, with_you: () => ({ ...across.withYou, pages }) });
    await user.click(screen.getByRole('button', { name: 'Start' }));
    await user.click(await screen.findByRole('button', { name: 'Skip this' }));
    expect(await screen.findByRole('textbox')).toBeVisible();
    expect(screen.queryByText(said.caution)).toBeNull();
    expect(screen.queryByText(said.flag)).toBeNull();
  });

  test('stop leads back to the record', async () => {
    const user = userEvent.setup();
    await opened('#/with/r1', 'These pages are for you');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Return conversation'));
  });
});

describe('the child’s copy', () => {
  test('asks where the paper will be before it is made', async () => {
    const user = userEvent.setup();
    const asked = await opened('#/copy/r1', 'What I told you, and who sees it');
    expect(screen.getByText('Home may not be safe.')).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.type(screen.getByLabelText('Your passphrase'), 'four example words');
    await user.click(screen.getByRole('button', { name: 'Make the copy' }));
    expect(await screen.findByRole('link', { name: /where the paper will be/ })).toBeVisible();
    expect(asksOf(asked, 'child_copy')).toEqual([]);
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Make the copy' }));
    expect(await screen.findByRole('heading', { name: 'Give it to the child' })).toBeVisible();
    expect(asksOf(asked, 'child_copy')).toEqual([{ record: 'r1', talked_about: true, passphrase: 'four example words' }]);
    expect(await violations()).toEqual([]);
  });
});

describe('a borough’s own questions that cannot be used', () => {
  test('are named by file, place and reason at start, and the passphrase is asked for all the same', async () => {
    await opened('#/', 'Homeward is locked', {
      start_state: () => ({
        ...samples.startState('locked'),
        standard: {
          using: 'The questions that came with Homeward are in use.',
          faults: [{ file: 'question-sets/rhi.v3.json', place: 'sections[0]', reason: 'a section has no title' }],
          drafts: [],
        },
      }),
    });
    expect(screen.getByText('The questions that came with Homeward are in use.')).toBeVisible();
    expect(screen.getByRole('row', { name: /rhi\.v3\.json/, hidden: true })).toHaveTextContent('a section has no title');
    expect(screen.getByLabelText('Passphrase')).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});
