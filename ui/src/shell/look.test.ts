import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import App from '../App.svelte';
import type { Look } from '../ipc/types';
import { asksOf, freshWindow, program, refuse } from '../test/program';
import { startState, work } from '../test/samples';
import { appearance, apply } from './look.svelte';

const root = document.documentElement;
const USUAL: Look = { text: 100, theme: 'system' };

beforeEach(async () => {
  await freshWindow('#/');
  await appearance.set(USUAL, false);
  // A store that keeps the usual look: nothing of the test before is left to be kept.
  program({ set_look: (look) => look });
  await appearance.begin();
  root.className = 'govuk-template';
});

describe('a look', () => {
  test('is one class for the size and one for the colours, and keeps the others', () => {
    apply({ text: 150, theme: 'dark' });
    expect([...root.classList]).toEqual(['govuk-template', 'hw-text-150', 'hw-theme-dark']);
    apply({ text: 200, theme: 'light' });
    expect([...root.classList].sort()).toEqual(['govuk-template', 'hw-text-200', 'hw-theme-light']);
    apply(USUAL);
    expect([...root.classList]).toEqual(['govuk-template']);
  });

  test('that the store keeps is put on when the store is open', async () => {
    program({ start_state: () => startState('open'), my_work: () => work, look: () => ({ text: 125, theme: 'dark' }) });
    render(App);
    await waitFor(() => expect(root).toHaveClass('hw-text-125', 'hw-theme-dark'));
  });

  test('is chosen in the Display panel, shows at once and is kept', async () => {
    const user = userEvent.setup();
    const asked = program({
      start_state: () => startState('open'),
      my_work: () => work,
      look: () => USUAL,
      set_look: (look) => look,
    });
    render(App);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('My work'));
    await user.click(screen.getByRole('button', { name: 'Display' }));
    await user.click(screen.getByLabelText('200 %'));
    await user.click(screen.getByLabelText('Light text on a dark page'));
    expect(root).toHaveClass('hw-text-200', 'hw-theme-dark');
    await waitFor(() => expect(asksOf(asked, 'set_look').at(-1)).toEqual({ text: 200, theme: 'dark' }));
    expect(screen.getByLabelText('200 %')).toBeChecked();
  });

  test('can be chosen before unlocking, and is kept once the store is open', async () => {
    const user = userEvent.setup();
    program({ start_state: () => startState('locked') });
    render(App);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Homeward is locked'));
    await user.click(screen.getByRole('button', { name: 'Display' }));
    await user.click(screen.getByLabelText('150 %'));
    expect(root).toHaveClass('hw-text-150');
    const asked = program({ look: () => USUAL, set_look: (look) => look });
    await appearance.begin();
    expect(asksOf(asked, 'set_look')).toEqual([{ text: 150, theme: 'system' }]);
    expect(root).toHaveClass('hw-text-150');
  });

  test('that cannot be kept still shows, and the panel says why', async () => {
    program({ set_look: () => refuse('fault', 'The disk is full.') });
    await appearance.set({ text: 150, theme: 'light' }, true);
    expect(root).toHaveClass('hw-text-150', 'hw-theme-light');
    expect(appearance.problem).toBe('The disk is full.');
  });
});
