// Kinds of question beyond plain text: numbers, long lists, what is known from last time, what stands beside.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import type { Choice, Give, PageView, QuestionView, Saved } from '../ipc/types';
import Section from '../screens/Section.svelte';
import { asksOf, freshWindow, program, refuse, type Asked } from '../test/program';
import { absences, choices, everyKind, page, question } from '../test/samples';
import { media } from '../test/setup';
import { escaped, found } from './found';
import { shown } from './words';

const saved = (view: PageView): Saved => ({ said: 'Saved 14:32 on this laptop', page: view });

async function open(first: PageView, give: (ask: Give) => PageView = () => first) {
  const asked = program({ give: (ask) => saved(give(ask)) });
  render(Section, { first });
  // A page that opens takes the focus to its title.
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  return asked;
}

const gives = (asked: Asked[]) => asksOf(asked, 'give').map(({ op: _, record: __, ...rest }) => rest);
const one = (over: Partial<QuestionView> = {}) => page({ questions: [question(over)] });

/** A long list with hard names: markup, accents, two alike. */
const towns: Choice[] = [
  ...choices(12),
  { code: 'E1', label: 'Été & <b>bold</b>', hint: null, group: 'Abroad' },
  { code: 'E2', label: 'Another', hint: 'By the sea', group: 'Abroad' },
  { code: 'E3', label: 'Other', hint: null, group: 'Near' },
  { code: 'E4', label: 'Other', hint: null, group: 'Far' },
];

beforeEach(async () => {
  media.matches = () => false;
  await freshWindow('#/record/r1/s1');
});

describe('a number', () => {
  test('says what it counts, to eyes and to ears, and brings up digits', async () => {
    await open(one({ kind: 'number', unit: 'hours' }));
    const field = screen.getByLabelText(/about colour/);
    expect(field).toHaveAttribute('inputmode', 'numeric');
    expect(field).toHaveAccessibleDescription('In hours');
    expect(screen.getByText('hours')).toBeVisible();
  });

  test('is sent as it was typed', async () => {
    const user = userEvent.setup();
    const asked = await open(one({ kind: 'number', unit: 'hours' }));
    await user.type(screen.getByLabelText(/about colour/), 'about 12');
    await user.tab();
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'about 12', left: true }));
  });
});

describe('finding in a long list', () => {
  test('takes every word typed, wherever it stands, with or without accents', () => {
    const codes = (typed: string) => found(towns, typed).map((choice) => choice.code);
    expect(codes('')).toHaveLength(towns.length);
    expect(codes('ete')).toEqual(['E1']);
    expect(codes('SEA another')).toEqual(['E2']);
    expect(codes('abroad')).toEqual(['E1', 'E2']);
    expect(codes('nowhere')).toEqual([]);
  });

  test('shows markup as text', () => {
    const shownAs = document.createElement('p');
    shownAs.append(new DOMParser().parseFromString(escaped(`<b>"a" & 'b'</b>`), 'text/html').body.textContent ?? '');
    expect(shownAs).toHaveTextContent(`<b>"a" & 'b'</b>`);
    expect(escaped('<img src=x>')).not.toContain('<');
  });
});

describe('several out of a long list', () => {
  const long = (over: Partial<QuestionView> = {}) => one({ kind: 'choices', choices: choices(20), filter: true, ...over });

  test('stand under their headings, as groups with names', async () => {
    await open(long());
    expect(within(screen.getByRole('group', { name: 'Near' })).getAllByRole('checkbox')).toHaveLength(2);
    expect(within(screen.getByRole('group', { name: 'Far' })).getAllByRole('checkbox')).toHaveLength(16);
  });

  test('are hidden by what is typed, it says how many are shown, and what is chosen stays', async () => {
    const user = userEvent.setup();
    const asked = await open(long({ raw: 'C7' }));
    const filter = screen.getByLabelText('Search this list');
    expect(screen.getByText('20 in the list')).toBeVisible();
    await user.type(filter, 'choice 1');
    expect(screen.getByText('12 of 20 shown')).toBeVisible();
    expect(screen.getByLabelText('Choice 7')).toBeVisible();
    expect(screen.getByLabelText('Choice 7')).toBeChecked();
    expect(screen.getByLabelText('Choice 2')).not.toBeVisible();
    expect(screen.queryByRole('group', { name: 'Near' })).toBeNull();
    await user.click(screen.getByLabelText('Choice 12'));
    // What was hidden is answered as before.
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'C7,C12' }));
    await user.click(filter);
    await user.keyboard('{Escape}');
    expect(screen.getByLabelText('Choice 2')).toBeVisible();
  });

  test('typing into the filter answers nothing, and Enter in it goes nowhere', async () => {
    const user = userEvent.setup();
    const asked = await open(long());
    await user.type(screen.getByLabelText('Search this list'), 'choice 3{Enter}');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(gives(asked)).toEqual([]);
    expect(window.location.hash).toBe('#/record/r1/s1');
  });

  test('a code that left the list stays when another is ticked', async () => {
    const user = userEvent.setup();
    const asked = await open(long({ raw: 'C2,OLD', flag: 'Kept as it was recorded.' }));
    await user.click(screen.getByLabelText('Choice 1'));
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'C1,C2,OLD' }));
  });
});

describe('one out of a long list', () => {
  const long = (over: Partial<QuestionView> = {}) => one({ kind: 'choice', choices: towns, filter: true, absences, ...over });
  const field = () => screen.getByRole('combobox', { name: 'Example question about colour' });
  // The library goes by `keyCode`, which user-event does not give.
  const press = (key: string, keyCode: number) => fireEvent.keyDown(document.activeElement ?? document.body, { key, keyCode });
  const options = () => screen.queryAllByRole('option').map((option) => option.textContent);

  test('is found by typing and taken with the arrow and Enter', async () => {
    const user = userEvent.setup();
    const asked = await open(long());
    await user.type(field(), 'choice 1');
    await waitFor(() => expect(options()).toHaveLength(4));
    await press('ArrowDown', 40);
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Choice 1A line'));
    await press('ArrowDown', 40);
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Choice 10Far'));
    await press('Enter', 13);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'C10', left: true }));
    await waitFor(() => expect(field()).toHaveValue('Choice 10'));
    expect(window.location.hash).toBe('#/record/r1/s1');
  });

  test('is taken with Enter alone when it is the only one left', async () => {
    const user = userEvent.setup();
    const asked = await open(long());
    await user.type(field(), 'sea');
    await waitFor(() => expect(options()).toEqual(['AnotherAbroad. By the sea']));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'E2' }));
    await waitFor(() => expect(field()).toHaveValue('Another'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s2'));
  });

  test('shows a label with markup as text, with its heading under it', async () => {
    const user = userEvent.setup();
    await open(long());
    await user.type(field(), 'bold');
    const option = await screen.findByRole('option');
    expect(option).toHaveTextContent('Été & <b>bold</b>Abroad');
    expect(option.querySelector('b')).toBeNull();
  });

  test('typed in full is that choice, whatever its capitals', async () => {
    const user = userEvent.setup();
    const asked = await open(long());
    await user.type(field(), 'another');
    await user.click(document.body);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'E2', left: true }));
  });

  test('two with one name are told apart in the list', async () => {
    const user = userEvent.setup();
    const asked = await open(long());
    await user.type(field(), 'other far');
    await user.click(await screen.findByRole('option'));
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'E4' }));
    await waitFor(() => expect(field()).toHaveValue('Other'));
  });

  test('that is not in the list is kept as it was typed, and this is said calmly', async () => {
    const user = userEvent.setup();
    const asked = await open(long(), (ask) => long({ raw: ask.raw }));
    await user.type(field(), 'Somewhere <else>');
    expect(screen.getByText(/Nothing in the list holds this/)).toBeVisible();
    await user.click(document.body);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'Somewhere <else>', left: true }));
    expect(field()).toHaveValue('Somewhere <else>');
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/kept as you typed it/));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('opens on its answer without opening the list, and Tab passes it by', async () => {
    const user = userEvent.setup();
    const asked = await open(long({ raw: 'C3' }));
    await waitFor(() => expect(field()).toHaveValue('Choice 3'));
    field().focus();
    expect(field()).toHaveAttribute('aria-expanded', 'false');
    await user.tab();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(gives(asked)).toEqual([]);
  });

  test('is described by its hint and by what is wrong with it', async () => {
    await open(long({ hint: 'Where they were.', raw: 'zzz', problem: 'Choose an answer from the list' }));
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/Where they were\. .*Choose an answer from the list/));
  });

  test('is emptied by "not asked" and comes back with Undo, with the focus in it', async () => {
    const user = userEvent.setup();
    await open(long({ raw: 'C3' }));
    field().focus();
    await user.keyboard('{Alt>}1{/Alt}');
    await waitFor(() => expect(field()).toHaveValue(''));
    expect(screen.getByLabelText('Not asked')).toBeChecked();
    await user.click(screen.getByRole('button', { name: /^Undo/ }));
    await waitFor(() => expect(field()).toHaveValue('Choice 3'));
    expect(field()).toHaveFocus();
  });
});

describe('what was known last time', () => {
  const last = { said: 'Last time (3 March 2026): round', can_carry: true };

  test('is shown, and comes over with one press into the field', async () => {
    const user = userEvent.setup();
    const asked = program({ carry: () => one({ raw: 'round', last }) });
    render(Section, { first: one({ last }) });
    expect(screen.getByText(last.said)).toBeVisible();
    await user.click(screen.getByRole('button', { name: /^Use last time’s answer/ }));
    await waitFor(() => expect(screen.getByLabelText(/about colour/)).toHaveValue('round'));
    expect(screen.getByLabelText(/about colour/)).toHaveFocus();
    expect(asksOf(asked, 'carry')).toEqual([{ record: 'r1', question: 'colour' }]);
    expect(screen.queryByRole('button', { name: /^Use last time’s answer/ })).toBeNull();
  });

  test('is not offered over an answer or where it cannot be', async () => {
    const user = userEvent.setup();
    await open(page({ questions: [question({ last }), question({ question: 'shape', last: { ...last, can_carry: false } })] }));
    expect(screen.getAllByText(last.said)).toHaveLength(2);
    expect(screen.getAllByRole('button', { name: /^Use last time’s answer/ })).toHaveLength(1);
    await user.type(screen.getByLabelText(/about colour/), 'x');
    expect(screen.queryByRole('button', { name: /^Use last time’s answer/ })).toBeNull();
  });

  test('comes over for a whole page, and a refusal is said', async () => {
    const user = userEvent.setup();
    const carry = { said: 'From the return conversation of 3 March 2026', count: 2 };
    let refused = true;
    program({ carry_page: () => (refused ? refuse('refused', 'This record is signed off.') : one({ raw: 'round' })) });
    render(Section, { first: page({ carry }) });
    const button = screen.getByRole('button', { name: 'Use last time’s answers for 2 questions' });
    await user.click(button);
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('This record is signed off.'));
    refused = false;
    await user.click(button);
    await waitFor(() => expect(screen.getByLabelText(/about colour/)).toHaveValue('round'));
    expect(screen.queryByRole('button', { name: /^Use last time’s answers/ })).toBeNull();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });
});

describe('the account beside its codes', () => {
  const text = 'They said: <b>“I went out.”</b>\n\n   Then\tthey came back.\u0001';
  const beside = { label: 'What happened?', text, path: 'record/r1/s0#q-story' };

  test('stands beside the questions in a wide window, word for word, and keys reach it', async () => {
    media.matches = () => true;
    await open(page({ beside }));
    const region = screen.getByRole('region', { name: 'What happened?' });
    expect(region).toHaveAttribute('tabindex', '0');
    expect(region.querySelector('[dir="auto"]')?.textContent).toBe(text);
    expect(region.querySelector('b')).toBeNull();
    expect(screen.getByRole('link', { name: 'Change What happened?' })).toHaveAttribute('href', '#/record/r1/s0#q-story');
    expect(screen.queryByRole('group', { name: /What happened/ })).toBeNull();
  });

  test('is folded over the questions in a narrow one', async () => {
    const user = userEvent.setup();
    await open(page({ beside }));
    const summary = screen.getByText('What happened?', { selector: 'summary span' });
    const fold = summary.closest('details');
    expect(fold).not.toHaveAttribute('open');
    await user.click(summary);
    expect(fold).toHaveAttribute('open');
    expect(fold?.querySelector('[dir="auto"]')?.textContent).toBe(text);
  });
});

describe('an answer that its list no longer holds', () => {
  test('is flagged beside the question, tied to its choices, and nothing changes it', async () => {
    const user = userEvent.setup();
    const flag = 'The list no longer holds this answer. It is kept as it was recorded.';
    const asked = await open(one({ kind: 'choice', choices: choices(3), raw: 'OLD', flag }));
    expect(screen.getByText(flag)).toBeVisible();
    expect(screen.getByRole('group', { name: 'Example question about colour' })).toHaveAccessibleDescription(flag);
    await user.tab();
    await user.tab();
    await user.tab();
    expect(gives(asked)).toEqual([]);
  });
});

describe('what cannot be changed', () => {
  test.each<[string, Partial<QuestionView>, string]>([
    ['text keeps its lines', { kind: 'long_text', raw: 'one\n\n  two', read_as: 'not this' }, 'one\n\n  two'],
    ['a date is read', { kind: 'date', raw: '27 3 2026', read_as: 'Friday, 27 March 2026' }, 'Friday, 27 March 2026'],
    ['a moment has both parts', { kind: 'moment', raw: '27 3 2026\n14:30' }, '27 3 2026, 14:30'],
    ['a number has its unit', { kind: 'number', raw: '12', unit: 'hours' }, '12 hours'],
    ['a choice has its label', { kind: 'choice', raw: 'C2', choices: choices(3) }, 'Choice 2'],
    ['a choice with a comma that was typed stays whole', { kind: 'choice', raw: 'C1,C2', choices: choices(3) }, 'C1,C2'],
    ['several have theirs', { kind: 'choices', raw: 'C1,C3', choices: choices(3) }, 'Choice 1, Choice 3'],
    ['a reason for none is said', { raw: '', absence: 'X1', absences }, 'Not asked'],
    ['nothing is said to be nothing', { raw: '' }, 'No answer'],
  ])('%s', (_, over, words) => {
    expect(shown(question(over))).toBe(words);
  });

  test('has no field of any kind, rows included', async () => {
    const shut = (q: QuestionView): QuestionView => ({
      ...q,
      open: false,
      rows: q.rows && { ...q.rows, rows: q.rows.rows.map((row) => ({ ...row, questions: row.questions.map(shut) })) },
    });
    media.matches = () => true;
    await open({ ...everyKind, open: false, questions: everyKind.questions.map(shut), more: [] });
    for (const role of ['textbox', 'radio', 'checkbox', 'combobox']) expect(screen.queryAllByRole(role)).toEqual([]);
    expect(screen.getAllByRole('button').map((button) => button.textContent?.trim())).toEqual(['Continue']);
    expect(screen.getByText('answer 4')).toBeVisible();
  });
});
