// Stands in for the program behind the window: what each command gives, and what was asked of it.

import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach } from 'vitest';

import type { CommandName, Commands } from '../ipc/commands';
import type { ApiError } from '../ipc/types';
import { session } from '../shell/session.svelte';
import { page } from './samples';

type Answers = {
  [N in CommandName]?: (ask: Commands[N]['in']) => Commands[N]['out'] | Promise<Commands[N]['out']>;
};

export interface Asked {
  name: string;
  ask: unknown;
}

afterEach(() => clearMocks());

/** Throws what the program gives when it refuses. */
export function refuse(kind: ApiError['kind'], message: string): never {
  // eslint-disable-next-line no-throw-literal -- this is what crosses from the program
  throw { kind, message } satisfies ApiError;
}

/** Puts the program in place and gives the list of what is asked of it. */
export function program(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  mockIPC(async (name, args) => {
    const ask = (args as { ask?: unknown } | undefined)?.ask;
    asked.push({ name, ask });
    const answer = answers[name as CommandName] as ((ask: unknown) => unknown) | undefined;
    if (answer) return answer(ask);
    if (name === 'at') return null;
    return refuse('fault', `The test has no answer for ${name}.`);
  });
  return asked;
}

/** What was asked of one command, in order. */
export function asksOf<N extends CommandName>(asked: Asked[], name: N): Array<Commands[N]['in']> {
  return asked.filter((one) => one.name === name).map((one) => one.ask as Commands[N]['in']);
}

/** The window as it is when it has just opened. What a test before left unsaved is taken off its hands. */
export async function freshWindow(hash = ''): Promise<void> {
  program({ give: () => ({ said: '', page: page() }) });
  await session.queue.flush();
  session.queue.line = { is: 'quiet' };
  clearMocks();
  window.history.replaceState(null, '', hash || '#/');
  session.start = null;
  session.me = null;
  session.broken = null;
  session.notice = null;
  session.leaving = false;
  session.lockWouldLose = false;
  session.caret = null;
  session.search = '';
  session.router.startAt(hash.replace(/^#\//, ''));
}
