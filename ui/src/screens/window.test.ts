// The whole window over a program that the test answers for.

import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import App from '../App.svelte';
import { session } from '../shell/session.svelte';
import { asksOf, freshWindow, program, refuse } from '../test/program';
import * as samples from '../test/samples';

const saved = (view = samples.page()) => ({ said: 'Saved 14:32 on this laptop', page: view });

beforeEach(() => freshWindow());

describe('first start', () => {
  const first = { start_state: () => samples.startState('first') };

  test('says what is missing, each linked to its field, and sends nothing', async () => {
    const user = userEvent.setup();
    const asked = program({ ...first, passphrase_strength: () => ({ score: 0, acceptable: false, advice: 'Longer.' }) });
    render(App);
    await user.click(await screen.findByRole('button', { name: 'Make the store' }));
    const link = await screen.findByRole('link', { name: 'Enter your name' });
    await user.click(link);
    expect(document.activeElement?.id).toBe('name');
    expect(screen.getByRole('link', { name: 'Choose the authorities that you work for' })).toBeVisible();
    expect(asksOf(asked, 'create_store')).toEqual([]);
  });

  test('makes a store and tells about the recovery file before anything else', async () => {
    const user = userEvent.setup();
    const asked = program({
      ...first,
      passphrase_strength: () => ({ score: 4, acceptable: true, advice: 'Good.' }),
      pick_save: () => 'D:\\recovery.txt',
      create_store: () => samples.created,
      my_work: () => samples.noWork,
    });
    render(App);
    await user.type(await screen.findByLabelText('Your name'), 'Example Worker');
    await user.click(screen.getByLabelText('Worker'));
    await user.type(screen.getByLabelText('Search the list'), 'borough 12');
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    await user.click(screen.getByLabelText('Example Borough 12'));
    await user.clear(screen.getByLabelText('Search the list'));
    expect(screen.getByLabelText('Example Borough 12')).toBeChecked();
    await user.type(screen.getByLabelText('Passphrase'), 'four example words');
    await user.type(screen.getByLabelText('The same passphrase again'), 'four example words');
    await user.click(screen.getByRole('button', { name: /Choose… Where/ }));
    await waitFor(() => expect(screen.getByLabelText('Where to save the recovery file')).toHaveValue('D:\\recovery.txt'));
    await user.click(screen.getByRole('button', { name: 'Make the store' }));
    expect(await screen.findByText('Take it off this laptop.')).toBeVisible();
    expect(asksOf(asked, 'create_store')).toEqual([
      {
        name: 'Example Worker',
        role: 'worker',
        authorities: ['A12'],
        passphrase: 'four example words',
        passphrase_again: 'four example words',
        recovery_recipient: null,
        recovery_path: 'D:\\recovery.txt',
      },
    ]);
    await user.click(screen.getByRole('button', { name: 'Continue to My work' }));
    expect(await screen.findByText('Nothing is waiting for you')).toBeVisible();
  });
});

describe('unlocking', () => {
  test('a wrong passphrase is said beside the field, and the wait is counted down', async () => {
    const user = userEvent.setup();
    let wait = 0;
    program({
      start_state: () => ({ ...samples.startState('locked'), wait_seconds: wait }),
      unlock: () => {
        wait = 8;
        return refuse('passphrase', 'That is not the passphrase.');
      },
    });
    render(App);
    const field = await screen.findByLabelText('Passphrase');
    await waitFor(() => expect(field).toHaveFocus());
    await user.type(field, 'wrong{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/That is not the passphrase/));
    expect(await screen.findByText(/You can try again in [78] seconds/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Unlock' })).toBeDisabled();
  });

  test('the right one brings back the page, the caret, and a word about wrong tries', async () => {
    const user = userEvent.setup();
    program({
      start_state: () => samples.startState('locked'),
      unlock: () => ({
        me: samples.me,
        place: { path: 'record/r1/s1', caret: { field: 'q-colour', start: 2, end: 4 } },
        warning: '2 wrong passphrases were tried.',
      }),
      page: () => samples.page({ questions: [samples.question({ raw: 'where it was' })] }),
    });
    render(App);
    await user.type(await screen.findByLabelText('Passphrase'), 'right{Enter}');
    const field = await screen.findByLabelText<HTMLInputElement>(/about colour/);
    await waitFor(() => expect(field).toHaveFocus());
    expect([field.selectionStart, field.selectionEnd]).toEqual([2, 4]);
    expect(screen.getByText('2 wrong passphrases were tried.')).toBeVisible();
    expect(window.location.hash).toBe('#/record/r1/s1');
  });
});

describe('an open store', () => {
  const open = { start_state: () => samples.startState('open'), my_work: () => samples.work, at: () => null };

  test('locking saves what was typed first, and says where the caret was', async () => {
    const user = userEvent.setup();
    await freshWindow('#/record/r1/s1');
    const asked = program({ ...open, page: () => samples.page(), give: () => saved(), lock: () => null });
    render(App);
    await user.type(await screen.findByLabelText(/about colour/), 'blue');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(asksOf(asked, 'lock')).toEqual([{ path: 'record/r1/s1', caret: { field: 'q-colour', start: 4, end: 4 } }]));
    const order = asked.map((one) => one.name);
    expect(order.indexOf('give')).toBeLessThan(order.indexOf('lock'));
    await waitFor(() => expect(screen.queryByDisplayValue('blue')).toBeNull());
  });

  test('locking asks first when something cannot be saved', async () => {
    const user = userEvent.setup();
    await freshWindow('#/record/r1/s1');
    let broken = true;
    const asked = program({
      ...open,
      page: () => samples.page(),
      give: () => (broken ? refuse('fault', 'The disk is full.') : saved()),
      lock: () => null,
    });
    render(App);
    await user.type(await screen.findByLabelText(/about colour/), 'blue');
    await user.click(screen.getByRole('button', { name: 'Lock' }));
    await waitFor(() => expect(session.lockWouldLose).toBe(true));
    expect(asksOf(asked, 'lock')).toEqual([]);
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try to save and lock', hidden: true }));
    await waitFor(() => expect(asksOf(asked, 'lock')).toHaveLength(1));
  });

  test('a fault is said in the save line with a way to try again, and the text stays', async () => {
    const user = userEvent.setup();
    await freshWindow('#/record/r1/s1');
    let broken = true;
    program({ ...open, page: () => samples.page(), give: () => (broken ? refuse('fault', 'The disk is full.') : saved()) });
    render(App);
    await user.type(await screen.findByLabelText(/about colour/), 'blue');
    await screen.findByRole('button', { name: 'Try again' });
    expect(document.getElementById('save-line')).toHaveTextContent(
      'Not saved. What you typed is still on this screen. The disk is full.',
    );
    await user.click(screen.getByRole('link', { name: 'Find a child' }));
    await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s1'));
    expect(screen.getByLabelText(/about colour/)).toHaveValue('blue');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(document.getElementById('save-line')).toHaveTextContent('Saved 14:32 on this laptop'));
  });

  test('a new page has its title in the window and the focus on its heading', async () => {
    const user = userEvent.setup();
    program({ ...open, child: () => samples.child });
    render(App);
    await screen.findByRole('heading', { name: 'My work' });
    await user.click(screen.getAllByRole('link', { name: /Police prevention interview/ })[0] as HTMLElement);
    const title = await screen.findByRole('heading', { level: 1, name: samples.child.name });
    await waitFor(() => expect(title).toHaveFocus());
    expect(document.title).toBe('Child – Homeward');
  });

  test('what is searched for goes to the search page and into no address', async () => {
    const user = userEvent.setup();
    const asked = program({ ...open, find_children: () => samples.hits });
    render(App);
    await user.type(await screen.findByLabelText('Find a child', { selector: 'input' }), 'Example{Enter}');
    expect(await screen.findByText('2 children found')).toBeVisible();
    expect(window.location.hash).toBe('#/find');
    expect(asksOf(asked, 'find_children').at(-1)).toBe('Example');
    await waitFor(() => expect(document.activeElement?.id).toBe('find'));
  });

  test('a page that does not open says so and can be tried again', async () => {
    const user = userEvent.setup();
    let broken = true;
    program({ ...open, my_work: () => (broken ? refuse('fault', 'The store could not be read.') : samples.work) });
    render(App);
    expect(await screen.findByText('The store could not be read.')).toBeVisible();
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'My work' })).toBeVisible();
  });

  test('a store that was locked meanwhile brings the unlock page', async () => {
    let state: 'open' | 'locked' = 'open';
    program({
      ...open,
      start_state: () => samples.startState(state),
      my_work: () => {
        state = 'locked';
        return refuse('locked', 'Locked.');
      },
    });
    render(App);
    expect(await screen.findByRole('heading', { name: 'Homeward is locked' })).toBeVisible();
  });

  test('making a release is offered to supervisors alone', async () => {
    program(open);
    render(App);
    expect(await screen.findByRole('button', { name: 'Make a release' })).toBeVisible();
    cleanup();
    await freshWindow();
    program({ ...open, start_state: () => ({ ...samples.startState('open'), me: { ...samples.me, role: 'worker' as const } }) });
    render(App);
    await screen.findByRole('button', { name: 'Add a return' });
    expect(screen.queryByRole('button', { name: 'Make a release' })).toBeNull();
  });

  test('the keys for finding, continuing and the list of keys work', async () => {
    const user = userEvent.setup();
    program({ ...open, page: () => samples.page(), give: () => saved() });
    render(App);
    await screen.findByRole('heading', { name: 'My work' });
    await user.keyboard('?');
    expect(await screen.findByRole('heading', { name: 'Keys', hidden: true })).toBeInTheDocument();
    await fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
    await user.keyboard('/');
    await waitFor(() => expect(window.location.hash).toBe('#/find'));
    session.router.go('record/r1/s1');
    await screen.findByLabelText(/about colour/);
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s2'));
  });
});

describe('adding a return', () => {
  test('a likely double is shown with its reason and can be chosen', async () => {
    const user = userEvent.setup();
    await freshWindow('#/return/e9');
    const asked = program({
      start_state: () => samples.startState('open'),
      return_draft: () => samples.draft,
      choose_child: () => ({ ...samples.draft, known_child: true, child_name: 'Example Child 3', likely: [] }),
    });
    render(App);
    expect(await screen.findByText('Same date of birth and a similar name.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /This is the same child/ }));
    expect(await screen.findByText('This return is for Example Child 3.')).toBeVisible();
    expect(asksOf(asked, 'choose_child')).toEqual([{ episode: 'e9', child: 'c1' }]);
  });

  test('likely doubles are looked for again after each answer', async () => {
    const user = userEvent.setup();
    await freshWindow('#/return/e9');
    let likely = [] as typeof samples.draft.likely;
    program({
      start_state: () => samples.startState('open'),
      return_draft: () => ({ ...samples.draft, likely }),
      give: () => saved(samples.draft.pages[0]),
    });
    render(App);
    const field = await screen.findByLabelText(/about name/);
    expect(screen.queryByText('Same date of birth and a similar name.')).toBeNull();
    likely = samples.draft.likely;
    await user.type(field, 'Example');
    await user.tab();
    expect(await screen.findByText('Same date of birth and a similar name.')).toBeVisible();
  });

  test('what is still needed is said on the page', async () => {
    const user = userEvent.setup();
    await freshWindow('#/return/e9');
    program({
      start_state: () => samples.startState('open'),
      return_draft: () => samples.draft,
      finish_return: () => refuse('problem', 'Enter when they went missing.'),
    });
    render(App);
    await user.click(await screen.findByRole('button', { name: 'Add this return' }));
    const notice = await screen.findByRole('alert');
    expect(notice).toHaveTextContent('Enter when they went missing.');
    await waitFor(() => expect(notice).toHaveFocus());
  });
});

describe('checking answers', () => {
  const open = { start_state: () => samples.startState('open') };

  test('what is to be mended has the focus and leads to its question', async () => {
    const user = userEvent.setup();
    await freshWindow('#/check/r1');
    program({
      ...open,
      check_answers: () => samples.check,
      page: () => samples.page({ questions: [samples.question({ question: 'offer' })] }),
    });
    render(App);
    const link = await screen.findByRole('link', { name: 'Answer "Was it offered?"' });
    await waitFor(() => expect(document.activeElement).toContainElement(link));
    await user.click(link);
    await waitFor(() => expect(document.activeElement?.id).toBe('q-offer'));
  });

  test('a record with nothing to mend is marked ready', async () => {
    const user = userEvent.setup();
    await freshWindow('#/check/r1');
    program({
      ...open,
      check_answers: () => samples.readyCheck,
      mark_ready: () => ({ ...samples.record, state: { text: 'Ready for review (self-checked)', tone: 'calm' } }),
    });
    render(App);
    await user.click(await screen.findByRole('button', { name: 'Mark ready for review' }));
    expect((await screen.findAllByText('Ready for review (self-checked)')).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Mark ready for review' })).toBeNull();
  });
});

describe('what leaves the laptop', () => {
  const open = { start_state: () => samples.startState('open') };

  test('a report is made for somebody, for a reason, with the passphrase, and saved as it was made', async () => {
    const user = userEvent.setup();
    await freshWindow('#/report/r1');
    const asked = program({ ...open, report: () => samples.report, save_report: () => null, pick_save: () => 'D:\\report.html' });
    render(App);
    await user.click(await screen.findByRole('button', { name: 'Make the report' }));
    expect(await screen.findByRole('link', { name: 'Enter why they need it' })).toBeVisible();
    expect(asksOf(asked, 'report')).toEqual([]);
    await user.type(screen.getByLabelText('Who is it for?'), 'Example Social Worker');
    await user.type(screen.getByLabelText('Why do they need it?'), 'Strategy meeting');
    await user.type(screen.getByLabelText('Your passphrase'), 'four example words');
    await user.click(screen.getByRole('button', { name: 'Make the report' }));
    const text = await screen.findByLabelText<HTMLTextAreaElement>('As text, to copy');
    await user.click(screen.getByRole('button', { name: 'Select all of it' }));
    expect(text.selectionEnd).toBe(samples.report.text.length);
    await user.click(screen.getByRole('button', { name: /Choose…/ }));
    await user.click(screen.getByRole('button', { name: 'Save the file' }));
    expect(await screen.findByText(/^Saved\./)).toBeVisible();
    expect(asksOf(asked, 'save_report')).toEqual([{ path: 'D:\\report.html', html: samples.report.html }]);
    expect(document.title).not.toContain('Example Child');
  });

  test('files are looked at before anything comes in, and one wrong row stops it until it is left out', async () => {
    const user = userEvent.setup();
    await freshWindow('#/import');
    const asked = program({
      ...open,
      import_files: (ask) => ({ ...samples.importSummary, written: !ask.dry_run }),
      progress: () => null,
    });
    render(App);
    await user.click(await screen.findByLabelText('Example Borough'));
    await user.type(screen.getByLabelText('Header file'), '/header.csv');
    await user.type(screen.getByLabelText('Missing file'), '/missing.csv');
    await user.click(screen.getByRole('button', { name: 'Look at the files' }));
    expect(await screen.findByText('43 episodes of 39 children are new.')).toBeVisible();
    expect(screen.getByRole('cell', { name: 'Comes in with a flag (rule 574)' })).toBeVisible();
    const bring = screen.getByRole('button', { name: 'Bring in 43 episodes' });
    expect(bring).toBeDisabled();
    await user.click(screen.getByLabelText(/Leave out the row/));
    await user.click(screen.getByRole('button', { name: 'Bring in 43 episodes' }));
    expect(await screen.findByRole('button', { name: 'Find one of these children' })).toBeVisible();
    expect(asksOf(asked, 'import_files').map((ask) => [ask.dry_run, ask.skip_wrong])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('a long job shows how far it is and can be stopped', async () => {
    const user = userEvent.setup();
    await freshWindow('#/import');
    let stop: (reason: unknown) => void = () => {};
    program({
      ...open,
      import_files: () => new Promise((_, reject) => (stop = reject)),
      progress: () => ({ done: 12_000, of: 100_000 }),
      cancel: () => {
        stop({ kind: 'refused', message: 'Stopped. Nothing was brought in.' });
        return null;
      },
    });
    render(App);
    await user.click(await screen.findByLabelText('Example Borough'));
    await user.type(screen.getByLabelText('Header file'), '/header.csv');
    await user.type(screen.getByLabelText('Missing file'), '/missing.csv');
    await user.click(screen.getByRole('button', { name: 'Look at the files' }));
    expect(await screen.findByText('Looking at the files: 12,000 of 100,000')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Stopped. Nothing was brought in.')).toBeVisible();
    expect(screen.getByLabelText('Header file')).toHaveValue('/header.csv');
  });
});
