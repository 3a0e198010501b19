// Recording by keys alone, taking back, and text that is kept exactly.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import App from '../App.svelte';
import type { Give, PageView, QuestionView, Saved } from '../ipc/types';
import Section from '../screens/Section.svelte';
import { asksOf, freshWindow, program, type Asked } from '../test/program';
import { absences, choices, page, question, rowsQuestion, startState } from '../test/samples';
import { namedDay } from './moment';

const saved = (view: PageView): Saved => ({ said: 'Saved 14:32 on this laptop', page: view });
const gives = (asked: Asked[]) => asksOf(asked, 'give').map(({ op: _, record: __, ...rest }) => rest);
const one = (over: Partial<QuestionView> = {}) => page({ questions: [question(over)] });

async function open(first: PageView, give: (ask: Give) => PageView = () => first) {
  const asked = program({ give: (ask) => saved(give(ask)) });
  render(Section, { first });
  // A page that opens takes the focus to its title.
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  return asked;
}

/** The whole window on a section, since the keys of every page belong to the window. */
async function inWindow(first: PageView) {
  const asked = program({
    start_state: () => startState('open'),
    look: () => ({ text: 100, theme: 'system' }),
    page: () => first,
    give: () => saved(first),
  });
  render(App);
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  return asked;
}

beforeEach(() => freshWindow('#/record/r1/s1'));

describe('a digit', () => {
  test('chooses the choice that says it, and moves the focus to it', async () => {
    const user = userEvent.setup();
    const asked = await open(one({ kind: 'choice', choices: choices(5) }));
    screen.getByLabelText('Choice 1').focus();
    await user.keyboard('3');
    expect(screen.getByLabelText('Choice 3')).toBeChecked();
    expect(screen.getByLabelText('Choice 3')).toHaveFocus();
    expect(screen.getByLabelText('Choice 3')).toHaveAttribute('aria-keyshortcuts', '3');
    expect(gives(asked)).toEqual([{ question: 'colour', item: 0, raw: 'C3', absence: null, left: true }]);
  });

  test('ticks and unticks a box', async () => {
    const user = userEvent.setup();
    await open(one({ kind: 'choices', choices: choices(3) }));
    screen.getByLabelText('Choice 1').focus();
    await user.keyboard('2');
    expect(screen.getByLabelText('Choice 2')).toBeChecked();
    await user.keyboard('2');
    expect(screen.getByLabelText('Choice 2')).not.toBeChecked();
  });

  test('stands beside its choice for eyes only', async () => {
    await open(one({ kind: 'choice', choices: choices(11) }));
    expect(screen.getByLabelText('Choice 9')).toHaveAccessibleName('Choice 9');
    expect(screen.getByText('9', { selector: '[aria-hidden]' })).toBeInTheDocument();
    expect(screen.queryByText('10', { selector: '[aria-hidden]' })).toBeNull();
  });

  test('beyond the choices does nothing, and on the reasons for no answer neither', async () => {
    const user = userEvent.setup();
    const asked = await open(one({ kind: 'choice', choices: choices(3), absences }));
    screen.getByLabelText('Choice 1').focus();
    await user.keyboard('7');
    screen.getByLabelText('Not asked').focus();
    await user.keyboard('2');
    expect(gives(asked)).toEqual([]);
  });

  test('in a field is a digit', async () => {
    const user = userEvent.setup();
    await open(one({ kind: 'number' }));
    await user.type(screen.getByLabelText(/about colour/), '123');
    expect(screen.getByLabelText(/about colour/)).toHaveValue('123');
  });

  test('chooses in its own row', async () => {
    const user = userEvent.setup();
    const rows = rowsQuestion([1, 4]);
    for (const row of rows.rows?.rows ?? []) {
      row.questions = [question({ question: 'how', item: row.item, field: `q-how-${row.item}`, kind: 'choice', choices: choices(3) })];
    }
    const asked = await open(page({ questions: [rows] }));
    document.getElementById('q-how-4')?.focus();
    await user.keyboard('2');
    expect(gives(asked)).toEqual([{ question: 'how', item: 4, raw: 'C2', absence: null, left: true }]);
  });
});

describe('from question to question', () => {
  const three = page({
    questions: [
      question({ question: 'first', kind: 'choice', choices: choices(3), absences, why: 'Because.' }),
      question({ question: 'second', kind: 'moment', absences }),
      rowsQuestion([1]),
      question({ question: 'third', kind: 'choice', choices: choices(3), raw: 'C2' }),
    ],
    more: [question({ question: 'rare' })],
  });

  test('Alt and the down arrow goes past what stands between, to what is chosen, and at last to Continue', async () => {
    const user = userEvent.setup();
    await inWindow(three);
    const stops: Array<string | undefined> = [];
    for (let n = 0; n < 6; n += 1) {
      await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
      stops.push(document.activeElement?.id);
    }
    expect(stops).toEqual(['q-first', 'q-second', 'q-how-1', 'q-attempts-add', 'q-third-2', 'continue']);
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(document.activeElement?.id).toBe('q-third-2');
  });

  test('a page of choices takes two keys an answer, and Ctrl and Enter goes on', async () => {
    const user = userEvent.setup();
    const questions = ['a', 'b', 'c', 'd'].map((name) =>
      question({ question: name, kind: 'choice', choices: choices(4), absences, why: 'Because.' }),
    );
    const asked = await inWindow(page({ questions }));
    const next = '{Alt>}{ArrowDown}{/Alt}';
    await user.keyboard(`${next}1${next}2${next}{Alt>}1{/Alt}${next}4{Control>}{Enter}{/Control}`);
    await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s2'));
    expect(gives(asked).map((give) => give.raw || give.absence)).toEqual(['C1', 'C2', 'X1', 'C4']);
  });

  test('Tab comes to all that is there: the answer, why none, why we ask, the dates as one', async () => {
    const user = userEvent.setup();
    await open(page({ questions: three.questions.slice(0, 2) }));
    document.getElementById('q-first')?.focus();
    const stops: Array<string | undefined> = [];
    for (let n = 0; n < 5; n += 1) {
      await user.tab();
      stops.push(document.activeElement?.id || document.activeElement?.textContent?.trim());
    }
    expect(stops).toEqual(['q-first-absence-1', 'Why we ask', 'q-second', 'q-second-time', 'q-second-today']);
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement?.id).toBe('q-second-now');
  });

  test('Alt and 0 opens why we ask', async () => {
    const user = userEvent.setup();
    await open(page({ questions: three.questions.slice(0, 1) }));
    document.getElementById('q-first')?.focus();
    await user.keyboard('{Alt>}0{/Alt}');
    expect(screen.getByText('Because.').closest('details')).toHaveAttribute('open');
  });
});

describe('a day that is named', () => {
  test.each([
    ['t', 'today'],
    ['Today ', 'today'],
    ['Y', 'yesterday'],
    ['n', 'now'],
    ['Tue', null],
    ['nov', null],
    ['', null],
  ])('"%s" is %s', (text, day) => expect(namedDay(text)).toBe(day));

  test('is put in when its field is left, and not while it is typed', async () => {
    const user = userEvent.setup();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 22, 14, 5) });
    try {
      const asked = await open(one({ kind: 'moment' }));
      const date = screen.getByLabelText('Date');
      await user.type(date, 't');
      expect(date).toHaveValue('t');
      await user.type(date, 'ue 3 nov 2026');
      expect(date).toHaveValue('tue 3 nov 2026');
      await user.clear(date);
      await user.type(date, 'y');
      await user.tab();
      expect(date).toHaveValue('21 11 2026');
      await user.clear(date);
      await user.type(date, 'n');
      await user.tab();
      expect(screen.getByLabelText('Time, if known')).toHaveValue('14:05');
      await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '22 11 2026\n14:05' }));
    } finally {
      vi.useRealTimers();
    }
  });

  test('is put in by Enter too, before it goes on', async () => {
    const user = userEvent.setup();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 0, 1, 9, 0) });
    try {
      const asked = await open(one({ kind: 'date' }));
      await user.type(screen.getByLabelText(/about colour/), 'y{Enter}');
      await waitFor(() => expect(window.location.hash).toBe('#/record/r1/s2'));
      expect(gives(asked).at(-1)).toMatchObject({ raw: '31 12 2025' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('a time typed as four digits is sent as typed', async () => {
    const user = userEvent.setup();
    const asked = await open(one({ kind: 'moment', raw: '1 3 2026\n' }));
    await user.type(screen.getByLabelText('Time, if known'), '1430');
    await user.click(document.body);
    await waitFor(() => expect(gives(asked).at(-1)).toMatchObject({ raw: '1 3 2026\n1430' }));
  });
});

describe('taking back', () => {
  const choice = (over: Partial<QuestionView> = {}) => one({ kind: 'choice', choices: choices(3), ...over });

  test('a choice is cleared, and the same button brings it back', async () => {
    const user = userEvent.setup();
    const asked = await open(choice({ raw: 'C2' }));
    await user.click(screen.getByRole('button', { name: /^Clear the answer/ }));
    expect(screen.getByLabelText('Choice 2')).not.toBeChecked();
    const undo = screen.getByRole('button', { name: /^Undo clearing/ });
    expect(undo).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(screen.getByLabelText('Choice 2')).toBeChecked();
    await waitFor(() => expect(gives(asked).map((give) => give.raw)).toEqual(['', 'C2']));
  });

  test('Backspace on a choice clears it', async () => {
    const user = userEvent.setup();
    await open(choice({ raw: 'C2' }));
    screen.getByLabelText('Choice 2').focus();
    await user.keyboard('{Backspace}');
    expect(screen.getByLabelText('Choice 2')).not.toBeChecked();
  });

  test('comes back on a later visit too, until the window locks', async () => {
    const user = userEvent.setup();
    const { session } = await import('../shell/session.svelte');
    program({ give: () => saved(choice({ absences, absence: 'X1' })) });
    const visit = render(Section, { first: choice({ raw: 'C2', absences }) });
    await user.click(screen.getByLabelText('Not asked'));
    visit.unmount();
    const again = render(Section, { first: choice({ absences, absence: 'X1' }) });
    await user.click(screen.getByRole('button', { name: /^Undo no answer/ }));
    expect(screen.getByLabelText('Choice 2')).toBeChecked();
    await user.click(screen.getByLabelText('Not asked'));
    again.unmount();
    session.takenBack.forgetAll();
    render(Section, { first: choice({ absences, absence: 'X1' }) });
    await user.click(screen.getByRole('button', { name: /^Undo no answer/ }));
    expect(screen.getByLabelText('Choice 2')).not.toBeChecked();
  });

  test('in a field is the web view’s own: nothing writes into it while somebody types', async () => {
    const user = userEvent.setup();
    const asked = await open(one({ kind: 'long_text' }), (ask) => one({ kind: 'long_text', raw: `${ask.raw} (from the store)` }));
    const field = screen.getByLabelText<HTMLTextAreaElement>(/about colour/);
    const written: string[] = [];
    const original = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    if (!original?.set || !original.get) throw new Error('a text area has no value');
    const { get, set } = original;
    // Typing goes by the web view and leaves its history alone; a write by a script ends it.
    const type = (text: string) => {
      set.call(field, text);
      return fireEvent.input(field);
    };
    Object.defineProperty(HTMLTextAreaElement.prototype, 'value', {
      ...original,
      get,
      set(this: HTMLTextAreaElement, value: string) {
        written.push(value);
        set.call(this, value);
      },
    });
    try {
      field.focus();
      for (const text of ['T', 'Th', 'The', 'Th']) await type(text);
      await waitFor(() => expect(gives(asked)).toHaveLength(1));
      await new Promise((resolve) => setTimeout(resolve, 30));
      await user.keyboard('{Control>}z{/Control}');
      await type('The');
      await waitFor(() => expect(gives(asked)).toHaveLength(2));
      await new Promise((resolve) => setTimeout(resolve, 30));
    } finally {
      Object.defineProperty(HTMLTextAreaElement.prototype, 'value', original);
    }
    expect(written).toEqual([]);
    expect(field).toHaveValue('The');
  });
});

describe('text of any kind and length', () => {
  const hard = `<script>alert(1)</script>&amp; {@html x} \u202Eשלום مرحبا 👩‍👧 \u0000\u0001\u001b[31m\t  end`;

  test('is shown exactly, as text, in the direction of its own letters', async () => {
    await open(page({ questions: [question({ kind: 'long_text', raw: hard }), question({ question: 'shut', kind: 'long_text', raw: `${hard}\n\n last`, open: false })] }));
    const field = screen.getByLabelText(/about colour/);
    expect(field).toHaveValue(hard);
    expect(field).toHaveAttribute('dir', 'auto');
    const read = document.querySelector('#q-shut dd');
    expect(read?.textContent).toBe(`${hard}\n\n last`);
    expect(read).toHaveAttribute('dir', 'auto');
    expect(document.querySelector('main script, form script')).toBeNull();
  });

  test('of 200,000 characters is sent whole, and a key is not read through by the screen', async () => {
    const long = `${hard} ${'word '.repeat(40_000)}`.slice(0, 199_999);
    const asked = await open(one({ kind: 'long_text', raw: long }));
    const field = screen.getByLabelText(/about colour/);
    field.focus();
    // The web view itself reads what is typed (here: jsdom does). None of our own files does at a key stroke.
    const readers: string[] = [];
    const names = ['split', 'replace', 'match', 'trim', 'normalize', 'toLowerCase', 'slice'] as const;
    const spies = names.map((name) => {
      const original = String.prototype[name] as (...args: unknown[]) => unknown;
      return vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...args: unknown[]) {
        if (this.length > 10_000) {
          const calls = (new Error('who reads').stack ?? '').split('\n').slice(1);
          const caller = calls.find((line) => !line.includes('.test.ts') && !line.includes('@vitest/spy'));
          if (caller?.includes('/ui/src/')) readers.push(caller);
        }
        return original.apply(this, args);
      } as never);
    });
    try {
      await fireEvent.input(field, { target: { value: `${long}!` } });
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(readers).toEqual([]);
    await waitFor(() => expect(gives(asked).at(-1)?.raw).toBe(`${long}!`));
  });
});
