import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import type { Give, PageView, Saved } from '../ipc/types';
import Section from '../screens/Section.svelte';
import { asksOf, freshWindow, program, refuse, type Asked } from '../test/program';
import { absences, choices, page, question, rowsQuestion } from '../test/samples';

const saved = (view: PageView): Saved => ({ said: 'Saved 14:32 on this laptop', page: view });

/** Opens a section. `give` says what the store gives back for an answer. */
function open(first: PageView, give: (ask: Give) => PageView | Promise<PageView> = () => first) {
  const asked = program({ give: async (ask) => saved(await give(ask)), page: () => first });
  render(Section, { first });
  return asked;
}

const gives = (asked: Asked[]) => asksOf(asked, 'give').map(({ op: _, record: __, ...rest }) => rest);

beforeEach(() => freshWindow('#/record/r1/s1'));

describe('a question of text', () => {
  test('is sent while typing without being left, and once more when it is left', async () => {
    const user = userEvent.setup();
    const asked = open(page());
    await user.type(screen.getByLabelText(/about colour/), 'blue');
    await waitFor(() => expect(gives(asked)).toEqual([{ question: 'colour', item: 0, raw: 'blue', absence: null, left: false }]));
    await user.tab();
    await waitFor(() => expect(gives(asked)).toHaveLength(2));
    expect(gives(asked)[1]).toEqual({ question: 'colour', item: 0, raw: 'blue', absence: null, left: true });
  });

  test('that was only looked at is not sent', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [question({ raw: 'blue' })] }));
    await user.click(screen.getByLabelText(/about colour/));
    await user.tab();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(gives(asked)).toEqual([]);
  });

  test('is not rewritten while it is typed in, whatever the store gives back', async () => {
    const user = userEvent.setup();
    const asked = open(page(), () => page({ questions: [question({ raw: 'from the store' })] }));
    const field = screen.getByLabelText(/about colour/);
    await user.type(field, 'by hand');
    await waitFor(() => expect(gives(asked)).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(field).toHaveValue('by hand');
    await user.type(field, ' and on');
    expect(field).toHaveValue('by hand and on');
  });

  test('takes what the store has while nobody is in it', async () => {
    const user = userEvent.setup();
    const both = (shape: string) =>
      page({ questions: [question(), question({ question: 'shape', raw: shape })] });
    open(both('round'), () => both('square'));
    await user.type(screen.getByLabelText(/about colour/), 'x');
    await waitFor(() => expect(screen.getByLabelText(/about shape/)).toHaveValue('square'));
  });

  test('shows what is wrong only after it was left', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [question({ kind: 'number' }), question({ question: 'shape' })] }), () =>
      page({ questions: [question({ kind: 'number', raw: 'many', problem: 'Enter a whole number' }), question({ question: 'shape' })] }),
    );
    const field = screen.getByLabelText(/about colour/);
    await user.type(field, 'many');
    await waitFor(() => expect(gives(asked)).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.queryByText('Enter a whole number')).toBeNull();
    await user.tab();
    await waitFor(() => expect(screen.getByText('Enter a whole number')).toBeVisible());
    expect(field).toHaveAccessibleDescription(/Enter a whole number/);
    await user.type(field, '1');
    expect(screen.queryByText('Enter a whole number')).toBeNull();
  });

  test('keeps its text when the store fails, and the same operation goes again', async () => {
    const user = userEvent.setup();
    let broken = true;
    const asked = open(page(), () => (broken ? refuse('fault', 'The disk is full.') : page()));
    const field = screen.getByLabelText(/about colour/);
    await user.type(field, 'blue');
    const { session } = await import('../shell/session.svelte');
    await waitFor(() => expect(session.queue.line).toEqual({ is: 'fault', message: 'The disk is full.' }));
    expect(field).toHaveValue('blue');
    broken = false;
    session.queue.retry();
    await waitFor(() => expect(session.queue.line.is).toBe('saved'));
    const [first, second] = asksOf(asked, 'give');
    expect(second?.op).toBe(first?.op);
  });

  test('says what was read, tied to the field', () => {
    open(page({ questions: [question({ kind: 'date', raw: '27 3 2026', read_as: 'Friday, 27 March 2026' })] }));
    expect(screen.getByLabelText(/about colour/)).toHaveAccessibleDescription('Read as Friday, 27 March 2026');
  });

  test('takes text of any direction, and only long text is checked for spelling', () => {
    open(page({ questions: [question({ kind: 'long_text' }), question({ question: 'day', kind: 'date' })] }));
    expect(screen.getByLabelText(/about colour/)).toHaveAttribute('dir', 'auto');
    expect(screen.getByLabelText(/about colour/)).toHaveAttribute('spellcheck', 'true');
    expect(screen.getByLabelText(/about day/)).toHaveAttribute('autocomplete', 'off');
  });

  test('of one line goes on with Enter, after it was saved', async () => {
    const user = userEvent.setup();
    const asked = open(page());
    await user.type(screen.getByLabelText(/about colour/), 'blue{Enter}');
    await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s2'));
    expect(gives(asked).at(-1)).toMatchObject({ raw: 'blue' });
  });

  test('of several lines takes Enter as a line', async () => {
    const user = userEvent.setup();
    open(page({ questions: [question({ kind: 'long_text' })] }));
    await user.type(screen.getByLabelText(/about colour/), 'one{Enter}two');
    expect(screen.getByLabelText(/about colour/)).toHaveValue('one\ntwo');
    expect(window.location.hash).toBe('#/record/r1/s1');
  });
});

describe('no answer', () => {
  const withAbsences = page({ questions: [question({ absences })] });

  test('is one key away, and the same key takes it back with what was typed', async () => {
    const user = userEvent.setup();
    const asked = open(withAbsences);
    const field = screen.getByLabelText(/about colour/, { selector: '#q-colour' });
    await user.type(field, 'blue');
    await user.keyboard('{Alt>}2{/Alt}');
    expect(screen.getByLabelText('Does not know')).toBeChecked();
    expect(field).toHaveValue('');
    await waitFor(() => expect(gives(asked).at(-1)).toEqual({ question: 'colour', item: 0, raw: '', absence: 'X2', left: true }));
    await user.keyboard('{Alt>}2{/Alt}');
    expect(field).toHaveValue('blue');
    expect(screen.getByLabelText('Does not know')).not.toBeChecked();
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'blue', absence: null }));
  });

  test('has no key beyond the codes that the question offers', async () => {
    const user = userEvent.setup();
    const asked = open(withAbsences);
    await user.click(screen.getByLabelText(/about colour/, { selector: '#q-colour' }));
    await user.keyboard('{Alt>}4{/Alt}');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(gives(asked)).toEqual([]);
  });

  test('can be chosen with the mouse, and an answer takes its place', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [question({ kind: 'choice', choices: choices(3), absences })] }));
    await user.click(screen.getByLabelText('Not asked'));
    expect(screen.getByLabelText('Not asked')).toBeChecked();
    await user.click(screen.getByLabelText('Choice 2'));
    expect(screen.getByLabelText('Not asked')).not.toBeChecked();
    await waitFor(() => expect(gives(asked).map((one) => [one.raw, one.absence])).toEqual([['', 'X1'], ['C2', null]]));
  });
});

describe('a choice', () => {
  test('is sent at once', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [question({ kind: 'choice', choices: choices(3) })] }));
    await user.click(screen.getByLabelText('Choice 3'));
    expect(gives(asked)).toEqual([{ question: 'colour', item: 0, raw: 'C3', absence: null, left: true }]);
  });

  test('of several is sent in the order of the list, whatever the order of the ticks', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [question({ kind: 'choices', choices: choices(3), raw: 'C2' })] }));
    await user.click(screen.getByLabelText('Choice 3'));
    await user.click(screen.getByLabelText('Choice 1'));
    await user.click(screen.getByLabelText('Choice 2'));
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: 'C1,C3' }));
  });
});

describe('a moment', () => {
  const moment = (over = {}) => page({ questions: [question({ kind: 'moment', ...over })] });

  test('is a date, a line break and a time', async () => {
    const user = userEvent.setup();
    const asked = open(moment());
    await user.type(screen.getByLabelText('Date'), '27 3 2026');
    await user.type(screen.getByLabelText('Time, if known'), '2.30pm');
    await user.click(document.body);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '27 3 2026\n2.30pm', left: true }));
  });

  test('going from its date to its time does not leave the question', async () => {
    const user = userEvent.setup();
    const asked = open(moment());
    await user.type(screen.getByLabelText('Date'), '27 3 2026');
    await user.click(screen.getByLabelText('Time, if known'));
    expect(gives(asked).filter((one) => one.left)).toEqual([]);
  });

  test('that is emptied again is blank', async () => {
    const user = userEvent.setup();
    const asked = open(moment({ raw: '27 3 2026\n' }));
    await user.clear(screen.getByLabelText('Date'));
    await user.click(document.body);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '' }));
  });

  test('in an hour that came twice asks which, and another time asks anew', async () => {
    const user = userEvent.setup();
    const asked = open(moment({ raw: '25 10 2026\n1.30am', repeated_hour: choices(2) }));
    await user.click(screen.getByLabelText('Choice 2'));
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '25 10 2026\n1.30am\nC2' }));
    await fireEvent.input(screen.getByLabelText('Time, if known'), { target: { value: '4am' } });
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '25 10 2026\n4am' }));
  });

  test('can be today with one press', async () => {
    const user = userEvent.setup();
    const asked = open(moment());
    await user.click(screen.getByRole('button', { name: /^Today/ }));
    const now = new Date();
    expect(gives(asked)[0]).toMatchObject({ raw: `${now.getDate()} ${now.getMonth() + 1} ${now.getFullYear()}\n` });
  });
});

describe('rows', () => {
  test('another row comes with the focus in its first field', async () => {
    const user = userEvent.setup();
    const first = page({ questions: [rowsQuestion([1])] });
    program({ add_row: () => page({ questions: [rowsQuestion([1, 2])] }) });
    render(Section, { first });
    await user.click(screen.getByRole('button', { name: 'Add another attempt' }));
    await waitFor(() => expect(document.activeElement?.id).toBe('q-how-2'));
  });

  test('the first one is asked for by its name', () => {
    program({});
    render(Section, { first: page({ questions: [rowsQuestion([])] }) });
    expect(screen.getByRole('button', { name: 'Add an attempt' })).toBeVisible();
  });

  test('a row that was removed comes back with one press', async () => {
    const user = userEvent.setup();
    const all = page({ questions: [rowsQuestion([1, 2, 3])] });
    const asked = program({
      remove_row: () => page({ questions: [rowsQuestion([1, 3])] }),
      restore_row: () => all,
    });
    render(Section, { first: all });
    await user.click(screen.getByRole('button', { name: 'Remove Attempt 2' }));
    await waitFor(() => expect(screen.queryByDisplayValue('answer 2')).toBeNull());
    expect(asksOf(asked, 'remove_row')).toEqual([{ record: 'r1', question: 'attempts', item: 2 }]);
    const notice = screen.getByText(/Attempt 2 removed/);
    await waitFor(() => expect(notice).toHaveFocus());
    await user.click(within(notice).getByRole('button', { name: 'Undo removing Attempt 2' }));
    await waitFor(() => expect(screen.getByDisplayValue('answer 2')).toHaveFocus());
    expect(asksOf(asked, 'restore_row')).toEqual([{ record: 'r1', question: 'attempts', item: 2 }]);
    expect(screen.queryByText(/Attempt 2 removed/)).toBeNull();
  });

  test('an answer in a row says which row', async () => {
    const user = userEvent.setup();
    const asked = open(page({ questions: [rowsQuestion([1, 4])] }));
    await user.type(screen.getByDisplayValue('answer 4'), '!');
    await user.tab();
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ question: 'how', item: 4, raw: 'answer 4!' }));
  });
});

describe('the page', () => {
  test('a rare question stays where it is while it gains its first answer', async () => {
    const user = userEvent.setup();
    const rare = question({ question: 'rare' });
    const asked = open(page({ more: [rare] }), () => page({ questions: [question(), { ...rare, raw: 'now' }] }));
    await user.click(screen.getByText('More questions'));
    const field = screen.getByLabelText(/about rare/);
    await user.type(field, 'now');
    await waitFor(() => expect(gives(asked)).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(field).toBeInTheDocument();
    expect(field).toHaveFocus();
  });

  test('an answer brings the questions that follow from it', async () => {
    const user = userEvent.setup();
    const one = question({ kind: 'choice', choices: choices(2) });
    open(page({ questions: [one] }), () => page({ questions: [{ ...one, raw: 'C1' }, question({ question: 'shape' })] }));
    await user.click(screen.getByLabelText('Choice 1'));
    await waitFor(() => expect(screen.getByLabelText(/about shape/)).toBeVisible());
    expect(screen.getByLabelText('Choice 1')).toBeChecked();
  });

  test('what cannot be changed is read as words and has no field', () => {
    open(page({ open: false, questions: [question({ kind: 'choice', choices: choices(3), raw: 'C3', open: false })] }));
    expect(screen.getByText('Choice 3')).toBeVisible();
    expect(screen.queryByRole('radio')).toBeNull();
  });
});
