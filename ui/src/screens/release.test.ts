// A release: asked for, looked at before it leaves, proposed by one person and approved by another.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import App from '../App.svelte';
import { asksOf, freshWindow, program, refuse } from '../test/program';
import * as release from '../test/release';
import * as samples from '../test/samples';
import { share } from './share';

type Answers = Parameters<typeof program>[0];

const WORDS = 'four example words';
const asked = {
  product: 'topic_tables' as const,
  authority: 'A1',
  period: '2025-26',
  receiver: 'london',
  purpose: 'Why children go missing',
  agreement: 'Example agreement',
};

async function open(hash: string, answers: Answers, as = samples.me) {
  await freshWindow(hash);
  const calls = program({
    start_state: () => ({ ...samples.startState('open'), me: as }),
    release_form: () => release.form,
    progress: () => null,
    ...answers,
  });
  render(App);
  return calls;
}

const officer = { ...samples.me, name: 'Example Officer', role: 'governance' as const, role_label: 'Information-governance officer' };

async function fillIn() {
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText('Topic tables'));
  await user.click(screen.getByLabelText('Example Borough'));
  await user.click(screen.getByLabelText('2025 to 2026'));
  await user.click(screen.getByLabelText('London Datastore'));
  await user.type(screen.getByLabelText('What is it for?'), asked.purpose);
  await user.type(screen.getByLabelText('Under which agreement?'), asked.agreement);
  await user.click(screen.getByRole('button', { name: 'Look at it before it leaves' }));
  return user;
}

async function violations() {
  document.documentElement.lang = 'en-GB';
  const found = await axe.run(document, {
    // Each needs a layout, which jsdom does not have.
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}

describe('the questions', () => {
  test('say what is missing, each linked to its field, and look at nothing', async () => {
    const calls = await open('#/release', {});
    await userEvent.click(await screen.findByRole('button', { name: 'Look at it before it leaves' }));
    const summary = await screen.findByRole('alert');
    for (const text of ['Choose what is released', 'Choose the authority', 'Choose the year', 'Choose who it is for', 'Say what it is for', 'Name the agreement']) {
      expect(within(summary).getByText(text)).toBeVisible();
    }
    expect(asksOf(calls, 'preview_release')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('take no more of a purpose than the release does', async () => {
    const calls = await open('#/release', {});
    const user = userEvent.setup();
    await user.click(await screen.findByLabelText('What is it for?'));
    await user.paste('x'.repeat(301));
    await user.click(screen.getByRole('button', { name: 'Look at it before it leaves' }));
    expect(await screen.findByRole('link', { name: 'Use at most 300 characters' })).toBeVisible();
    expect(asksOf(calls, 'preview_release')).toEqual([]);
  });

  test('stay as they were when nothing can be released, and say why', async () => {
    await open('#/release', { preview_release: () => refuse('refused', 'Fewer than 5 children were missing in this year.') });
    await fillIn();
    expect(await screen.findByText('Fewer than 5 children were missing in this year.')).toBeVisible();
    expect(screen.getByLabelText('What is it for?')).toHaveValue(asked.purpose);
    await waitFor(() => expect(screen.getByRole('alert')).toHaveFocus());
    expect(screen.getByRole('alert')).toHaveTextContent('This cannot be released');
  });

  test('list what waits for a second person, and for whom', async () => {
    const waiting = [release.proposal, { ...release.proposal, id: 'p2', mine: true, may_approve: false }];
    await open('#/release', { release_form: () => ({ ...release.form, waiting }) });
    const [first, second] = await screen.findAllByRole('link', { name: 'Topic tables, Example Borough, 2025 to 2026' });
    expect(first).toHaveAttribute('href', '#/release/p1');
    expect(first).toHaveAccessibleDescription(/Example Supervisor proposed it on 23 November 2026 at 14:32. Waits for you/);
    expect(second).toHaveAccessibleDescription(/You proposed it on .* Waits for somebody else/);
    expect(await violations()).toEqual([]);
  });
});

describe('before it leaves', () => {
  test('the verdict comes first, then what leaves, what it costs, who vanishes, and the three tests in order', async () => {
    await open('#/release', { preview_release: () => release.preview });
    await fillIn();
    expect(await screen.findByRole('heading', { level: 1, name: /Before it leaves/ })).toHaveFocus();
    const said = screen.getByRole('main').textContent ?? '';
    const order = [
      'Nobody can be told apart in these tables.',
      'Nothing has been written yet.',
      'What was tried',
      'Who it is for',
      'What leaves',
      'What is merged, and what that costs',
      'The smallest group',
      'Do small groups vanish first?',
      '1. Can a child be singled out?',
      '2. Can two tables be linked?',
      '3. Can something be learned about a child?',
      'Annex',
      'Ask for approval',
    ].map((text) => said.indexOf(text));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(await violations()).toEqual([]);
  });

  test('the answers to the three tests stand on top, and each leads to what was tried', async () => {
    await open('#/release', { preview_release: () => release.preview });
    const user = await fillIn();
    expect(await screen.findByText('No. Nothing links them.', { selector: 'dd' })).toBeVisible();
    await user.click(screen.getByRole('link', { name: /^What was tried ?Can two tables be linked/ }));
    expect(screen.getByRole('heading', { level: 3, name: '2. Can two tables be linked?' })).toHaveFocus();
    expect(window.location.hash).toBe('#/release');
    expect(screen.getByRole('heading', { level: 1, name: /Before it leaves/ })).toBeVisible();
  });

  test('the pictures have their numbers in tables, and many tables are folded', async () => {
    await open('#/release', { preview_release: () => release.preview });
    await fillIn();
    const picture = await screen.findByRole('img');
    expect(picture).toHaveAccessibleName(
      'Of 107,640 answers 95.0% are as recorded, 5.0% are merged with others, less than 0.1% are masked.',
    );
    expect(screen.getByRole('row', { name: 'Merged with others 5,370 5.0%' })).toBeVisible();
    expect(screen.getByRole('row', { name: 'Example group one 2 0 of 24 tables Other, together with four more' })).toBeVisible();
    expect(screen.getByRole('row', { name: 'Example group three 1,252 24 of 24 tables –' })).toBeVisible();
    // The question in the heading is answered before its figures.
    const said = screen.getByRole('main').textContent ?? '';
    expect(said).toContain('Ethnic group: 1 of 3 groups shown by themselves everywhere, and 1 nowhere.');
    expect(said).toContain('Sex: each group is shown by itself everywhere.');
    expect(screen.getByText(/5 different children/)).toBeVisible();
    expect(screen.getByRole('row', { name: /Somebody knows one time .* at least 5 children. 897 5 Holds/ })).toBeVisible();
    for (const summary of ['The 120 tables, and what is merged in each', 'What is merged, line by line (11)', /^Annex/]) {
      expect(screen.getByText(summary).closest('details')).not.toHaveAttribute('open');
    }
  });

  test('rows that come out coarse lead to the topic tables', async () => {
    const records = { ...release.preview, tables: release.preview.tables.slice(0, 1) };
    const cost = { answers: 1000, as_recorded: 499, masked: 300 };
    await open('#/release', { preview_release: () => ({ ...records, cost }) });
    await fillIn();
    expect(await screen.findByText(/Topic tables show more of so few children/)).toBeVisible();
    expect(screen.getByText('The file, and what is merged in it')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test('what may not go says what stands in the way and what to do, and has no form', async () => {
    await open('#/release', { preview_release: () => release.stopped });
    const user = await fillIn();
    expect(await screen.findByText('This cannot go: somebody could be told apart.')).toBeVisible();
    expect(screen.getByText(/^Once it could be one child alone/, { selector: 'li' })).toBeVisible();
    expect(screen.getByText(/another year may go/)).toBeVisible();
    expect(screen.queryByLabelText('Your passphrase')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Ask for approval' })).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Change the questions' }));
    expect(await screen.findByLabelText('What is it for?')).toHaveValue(asked.purpose);
    expect(screen.getByLabelText('2025 to 2026')).toBeChecked();
  });

  test('a statement says so calmly, counts nothing, and is approved and made like any release', async () => {
    const caution = 'There is no episode of 2025-26 in this store.';
    const calls = await open('#/release', {
      preview_release: () => ({ ...release.statement, caution }),
      propose_release: () => ({ ...release.proposal, product: 'Statement' }),
    });
    const user = await fillIn();
    expect(await screen.findByText(release.statement.verdict)).toBeVisible();
    expect(screen.getByText('Statement, Example Borough, 2025 to 2026')).toBeVisible();
    expect(screen.getByText(caution)).toBeVisible();
    expect(screen.getByText(/^One sentence: “Fewer than five children/)).toBeVisible();
    for (const gone of [/stands in the way/, /What is merged/, /smallest group/, /small groups vanish/, /measures for specialists/]) {
      expect(screen.queryByText(gone)).toBeNull();
    }
    for (const term of ['Children', 'Episodes']) expect(screen.queryByText(term, { selector: 'dt' })).toBeNull();
    expect(await violations()).toEqual([]);
    await user.type(screen.getByLabelText('Your passphrase'), WORDS);
    await user.click(screen.getByRole('button', { name: 'Ask for approval' }));
    expect(await screen.findByRole('heading', { name: 'It waits for a second person' })).toBeVisible();
    expect(asksOf(calls, 'propose_release')).toHaveLength(1);
  });

  test('what could not even be made says why, and shows no empty headings', async () => {
    const few = 'There are fewer than five children in this year.';
    await open('#/release', {
      preview_release: () => ({
        ...release.stopped,
        verdict: few,
        leaves: [],
        tables: [],
        merged: [],
        cost: null,
        smallest: null,
        small_groups: [],
        tests: [],
        measures: [],
        children: null,
        episodes: null,
      }),
    });
    await fillIn();
    expect(await screen.findByText(few)).toBeVisible();
    const main = within(screen.getByRole('main'));
    expect(main.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
      'What stands in the way, and what to do',
    ]);
    expect(main.queryByText('Children')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('approval is asked for with the passphrase and exactly what was looked at', async () => {
    let tries = 0;
    const calls = await open('#/release', {
      preview_release: () => release.preview,
      propose_release: () => (tries++ === 0 ? refuse('passphrase', 'That is not the passphrase.') : { ...release.proposal, mine: true }),
    });
    const user = await fillIn();
    await user.click(await screen.findByRole('button', { name: 'Ask for approval' }));
    expect(screen.getByRole('link', { name: 'Enter your passphrase' })).toBeVisible();
    expect(screen.queryByText('Nobody else is in this store yet')).toBeNull();
    await user.type(screen.getByLabelText('Your passphrase'), 'wrong{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Your passphrase')).toHaveAccessibleDescription(/That is not the passphrase/));
    await user.clear(screen.getByLabelText('Your passphrase'));
    await user.type(screen.getByLabelText('Your passphrase'), `${WORDS}{Enter}`);
    expect(await screen.findByRole('heading', { level: 1, name: 'It waits for a second person' })).toHaveFocus();
    expect(asksOf(calls, 'preview_release')).toEqual([asked]);
    expect(await violations()).toEqual([]);
    const before = asksOf(calls, 'release_form').length;
    await user.click(screen.getByRole('button', { name: 'See what waits' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Make a release' })).toBeVisible();
    expect(asksOf(calls, 'release_form').length).toBe(before + 1);
    expect(asksOf(calls, 'propose_release').at(-1)).toEqual({ asked, shown: release.preview.shown, passphrase: WORDS });
  });

  test('who is alone in a store learns how somebody else gets in', async () => {
    await open('#/release', {
      release_form: () => ({ ...release.form, has_second_person: false }),
      preview_release: () => release.preview,
    });
    await fillIn();
    expect(await screen.findByText('Nobody else is in this store yet')).toBeVisible();
    expect(screen.getByText('homeward store add-person --role governance')).toBeVisible();
  });
});

describe('a proposal', () => {
  const waits = (over: Partial<typeof release.proposal>, more: Answers = {}): Answers => ({
    release_form: () => ({ ...release.form, waiting: [{ ...release.proposal, ...over }] }),
    look_at_proposal: () => release.preview,
    ...more,
  });

  test('is looked at anew by the second person, approved with a folder and a passphrase, and written', async () => {
    const calls = await open('#/release/p1', waits({}, { approve_release: () => release.done }), officer);
    const user = userEvent.setup();
    expect(await screen.findByText('By Example Supervisor on 23 November 2026 at 14:32')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Approve and write' }));
    const summary = await screen.findByRole('alert');
    expect(within(summary).getByText('Choose a folder')).toBeVisible();
    expect(within(summary).getByText('Enter your passphrase')).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.type(screen.getByLabelText('Folder to write it to'), '/release');
    await user.type(screen.getByLabelText('Your passphrase'), WORDS);
    await user.click(screen.getByRole('button', { name: 'Approve and write' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'The release is made' })).toBeVisible();
    expect(screen.getByText('/release/risk-report.html')).toBeVisible();
    // The first screen is what was made, where it is and what to do; what was merged is a press away.
    expect(screen.getByText('Ages under 13 are one group.')).not.toBeVisible();
    await user.click(screen.getByText(/^What was merged, so that/));
    expect(screen.getByText('Ages under 13 are one group.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Go to Releases' })).toHaveAttribute('href', '#/');
    expect(asksOf(calls, 'look_at_proposal')).toEqual(['p1']);
    expect(asksOf(calls, 'approve_release')).toEqual([
      { proposal: 'p1', shown: release.preview.shown, out: '/release', passphrase: WORDS },
    ]);
    expect(await violations()).toEqual([]);
  });

  test('that is a statement is approved in the same way, and what was made lists no tables', async () => {
    const sentence = 'Made for London Datastore, a statement: fewer than five children went missing in 2025-26.';
    const made = { ...release.done, sentence, episodes: null, children: null, tables: [], merged: [] };
    const answers = { look_at_proposal: () => release.statement, approve_release: () => made };
    await open('#/release/p1', waits({ product: 'Statement' }, answers), officer);
    const user = userEvent.setup();
    expect(await screen.findByText(release.statement.verdict)).toBeVisible();
    await user.type(screen.getByLabelText('Folder to write it to'), '/release');
    await user.type(screen.getByLabelText('Your passphrase'), WORDS);
    await user.click(screen.getByRole('button', { name: 'Approve and write' }));
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.queryByText(/tables|small groups|What was merged/)).toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('says why it was refused and stays', async () => {
    const changed = 'The records have changed since; propose it again.';
    await open('#/release/p1', waits({}, { approve_release: () => refuse('refused', changed) }), officer);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Folder to write it to'), '/release');
    await user.type(screen.getByLabelText('Your passphrase'), WORDS);
    await user.click(screen.getByRole('button', { name: 'Approve and write' }));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveFocus());
    expect(screen.getByRole('alert')).toHaveTextContent(changed);
    expect(screen.getByLabelText('Folder to write it to')).toHaveValue('/release');
    expect(screen.getByLabelText('Your passphrase')).toHaveValue('');
  });

  test('says at the folder that there is something in it, and not at the passphrase', async () => {
    const full = 'There is something in that folder already.';
    await open('#/release/p1', waits({}, { approve_release: () => refuse('problem', full) }), officer);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Folder to write it to'), '/release');
    await user.type(screen.getByLabelText('Your passphrase'), WORDS);
    await user.click(screen.getByRole('button', { name: 'Approve and write' }));
    expect(await screen.findByRole('link', { name: full })).toHaveAttribute('href', '#out');
    expect(screen.getByLabelText('Folder to write it to')).toHaveAccessibleDescription(/There is something in that folder/);
    expect(screen.getByLabelText('Your passphrase')).not.toHaveAccessibleDescription(/folder/);
  });

  test('can be withdrawn and not approved by who proposed it', async () => {
    const calls = await open('#/release/p1', waits({ mine: true, may_approve: false }, { withdraw_release: () => null }));
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Withdraw' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'The release is withdrawn' })).toHaveFocus();
    expect(asksOf(calls, 'withdraw_release')).toEqual(['p1']);
    expect(screen.queryByRole('button', { name: 'Approve and write' })).toBeNull();
  });

  test('that may not go any more has no form for the second person', async () => {
    await open('#/release/p1', waits({}, { look_at_proposal: () => release.stopped }), officer);
    expect(await screen.findByText('It cannot be approved. Tell Example Supervisor, who proposed it.')).toBeVisible();
    expect(screen.queryByLabelText('Your passphrase')).toBeNull();
  });

  test('that cannot be worked out says why', async () => {
    await open('#/release/p1', waits({}, { look_at_proposal: () => refuse('refused', 'Stopped. Nothing was made.') }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Stopped. Nothing was made.');
  });

  test('that was approved or withdrawn meanwhile says so', async () => {
    await open('#/release/p9', waits({}));
    expect(await screen.findByRole('heading', { level: 1, name: 'This release no longer waits' })).toBeVisible();
  });
});

describe('an information-governance officer', () => {
  const their = { ...release.form, may_propose: false };

  test('begins with releases, and finds no way to a child', async () => {
    const calls = await open('', { release_form: () => ({ ...their, waiting: [release.proposal] }) }, officer);
    expect(await screen.findByRole('heading', { level: 1, name: 'Releases' })).toBeVisible();
    const pages = within(screen.getByRole('navigation', { name: 'Pages' }));
    expect(pages.getAllByRole('link').map((link) => link.textContent)).toEqual(['Releases', 'Figures']);
    expect(pages.getByRole('link', { name: 'Releases' })).toHaveAttribute('aria-current', 'page');
    expect(screen.getByRole('link', { name: /^Topic tables/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Look at it before it leaves' })).toBeNull();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('/');
    expect(window.location.hash).not.toContain('find');
    expect(calls.map((one) => one.name)).not.toContain('my_work');
  });

  test('is told when nothing waits', async () => {
    await open('', { release_form: () => their }, officer);
    expect(await screen.findByText('Nothing waits for you.')).toBeVisible();
  });

  test.each(['#/find', '#/child/c1', '#/import', '#/national'])('gets no page at %s', async (hash) => {
    const calls = await open(hash, {}, officer);
    expect(await screen.findByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible();
    expect(calls.map((one) => one.name).filter((name) => !['start_state', 'look', 'at'].includes(name))).toEqual([]);
    expect(screen.getByRole('link', { name: 'Go to Releases' })).toBeVisible();
  });
});

test.each([
  [0, 10, '0%'],
  [10, 10, '100%'],
  [1, 10_000, 'less than 0.1%'],
  [9_999, 10_000, 'more than 99.9%'],
  [1, 3, '33.3%'],
  [0, 0, '0%'],
])('%i of %i is %s', (part, whole, said) => {
  expect(share(part, whole)).toBe(said);
});
