// A form that is sent: what is missing, what the program says, the passphrase, and where the focus goes.

import { render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';

import { freshWindow, refuse } from '../test/program';
import { SentForm } from './form.svelte';
import FormProblems from './FormProblems.svelte';

beforeEach(() => freshWindow());

const sent = () => new SubmitEvent('submit', { cancelable: true });
const nothing = { work: () => Promise.resolve(null) };

describe('a form that is sent', () => {
  test('says what is missing in the order of the page, and sends nothing', async () => {
    const form = new SentForm({ asksPassphrase: true });
    const event = sent();
    let worked = 0;
    await form.send(event, {
      wrong: { 'first-field': 'Enter the first', second: false, third: 'Enter the third' },
      work: async () => (worked += 1),
    });
    expect(event.defaultPrevented).toBe(true);
    expect(form.problems).toEqual([
      { field: 'first-field', text: 'Enter the first' },
      { field: 'third', text: 'Enter the third' },
      { field: 'passphrase', text: 'Enter your passphrase' },
    ]);
    expect(form.errorMessage('third')).toEqual({ text: 'Enter the third' });
    expect(form.errorMessage('second')).toBeUndefined();
    expect(worked).toBe(0);
    expect(form.under_way).toBe(false);
  });

  test('goes once, however often the button is pressed meanwhile', async () => {
    const form = new SentForm();
    let worked = 0;
    let finish: (value: number) => void = () => {};
    const work = () => {
      worked += 1;
      return new Promise<number>((resolve) => (finish = resolve));
    };
    const done: number[] = [];
    const once = form.send(sent(), { work, done: (value) => done.push(value) });
    const again = sent();
    await form.send(again, { work });
    expect(again.defaultPrevented).toBe(true);
    expect([worked, form.under_way]).toEqual([1, true]);
    finish(7);
    await once;
    expect([done, form.under_way]).toEqual([[7], false]);
    void form.send(sent(), { work });
    expect(worked).toBe(2);
  });

  test('hands over the passphrase and keeps none once it was right', async () => {
    const form = new SentForm({ asksPassphrase: true });
    form.passphrase = 'four example words';
    const handed: string[] = [];
    const kept: string[] = [];
    await form.send(sent(), {
      work: async (passphrase) => handed.push(passphrase),
      done: () => kept.push(form.passphrase),
    });
    expect(handed).toEqual(['four example words']);
    expect(kept).toEqual(['']);
  });

  test('a wrong passphrase stands at its field and can be mended', async () => {
    const form = new SentForm({ asksPassphrase: true, problemsAt: 'folder' });
    form.passphrase = 'four exmaple words';
    await form.send(sent(), { work: async () => refuse('passphrase', 'That is not your passphrase.') });
    expect(form.problems).toEqual([{ field: 'passphrase', text: 'That is not your passphrase.' }]);
    expect(form.passphrase).toBe('four exmaple words');
    expect(form.refused).toBeNull();
  });

  test('what the program finds wrong stands at its field, and the passphrase, which was right, is asked for anew', async () => {
    const form = new SentForm({ asksPassphrase: true, problemsAt: 'folder' });
    form.passphrase = 'four example words';
    await form.send(sent(), { work: async () => refuse('problem', 'There is something in that folder already.') });
    expect(form.problems).toEqual([{ field: 'folder', text: 'There is something in that folder already.' }]);
    expect(form.passphrase).toBe('');
  });

  test.each(['problem', 'refused', 'fault'] as const)('a %s without a field is said over the form, and gone with the next try', async (kind) => {
    const form = new SentForm();
    await form.send(sent(), { work: async () => refuse(kind, 'Not now.') });
    expect([form.refused, form.problems]).toEqual(['Not now.', []]);
    await form.send(sent(), { wrong: { one: 'Enter one' }, ...nothing });
    expect([form.refused, form.problems.length]).toEqual([null, 1]);
    form.clear();
    expect(form.problems).toEqual([]);
  });

  test('an error of its own is no silence', async () => {
    const form = new SentForm();
    await form.send(sent(), { work: () => Promise.reject(new TypeError('a fault of the screen')) });
    expect(form.refused).toMatch(/could not do that just now/);
    expect(form.under_way).toBe(false);
  });
});

describe('the focus', () => {
  test('comes to what was said each time, and not when the page opens', async () => {
    const form = new SentForm();
    await form.send(sent(), { wrong: { one: 'Enter one' }, ...nothing });
    const { rerender } = render(FormProblems, { form, refusedTitle: 'Nothing was made' });
    await rerender({});
    expect(document.body).toHaveFocus();

    await form.send(sent(), { wrong: { one: 'Enter one' }, ...nothing });
    await waitFor(() => expect(screen.getByRole('link', { name: 'Enter one' }).closest('[tabindex]')).toHaveFocus());

    await form.send(sent(), { work: async () => refuse('refused', 'Not now.') });
    await waitFor(() => expect(screen.getByRole('alert')).toHaveFocus());
    expect(screen.getByRole('alert')).toHaveTextContent('Nothing was made Not now.');
    (document.activeElement as HTMLElement).blur();
    await form.send(sent(), { work: async () => refuse('refused', 'Not now.') });
    await waitFor(() => expect(screen.getByRole('alert')).toHaveFocus());

    await form.send(sent(), nothing);
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
