import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { CallError } from '../ipc/commands';
import type { Give, Saved } from '../ipc/types';
import { page } from '../test/samples';
import { REST_MS, SaveQueue } from './queue.svelte';

const spot = (question: string, item = 0) => ({ record: 'r1', question, item });
const answer = (raw: string) => ({ raw, absence: null });
const saved = (said = 'Saved 14:32 on this laptop'): Saved => ({ said, page: page() });
const fault = () => new CallError({ kind: 'fault', message: 'The disk is full.' });

/** A store whose replies the test gives by hand. */
function store() {
  const given: Give[] = [];
  const open: Array<{ resolve: (saved: Saved) => void; reject: (error: Error) => void }> = [];
  let ops = 0;
  const locked = vi.fn();
  const queue = new SaveQueue(
    (give) => {
      given.push(give);
      return new Promise((resolve, reject) => open.push({ resolve, reject }));
    },
    locked,
    () => `op${++ops}`,
  );
  const settle = async (how: 'saved' | Error = 'saved', said?: string) => {
    const one = open.shift();
    if (!one) throw new Error('nothing is under way');
    if (how === 'saved') one.resolve(saved(said));
    else one.reject(how);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { queue, given, settle, locked };
}

describe('saving', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('key strokes go once the hand rests, and only the newest value of them', async () => {
    const { queue, given } = store();
    queue.typed(spot('a'), answer('h'));
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    queue.typed(spot('a'), answer('he'));
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    expect(given).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(given.map((one) => one.raw)).toEqual(['he']);
    expect(given[0]?.left).toBe(false);
  });

  test('leaving a field sends it at once and says that it was left', () => {
    const { queue, given } = store();
    queue.typed(spot('a'), answer('hello'));
    queue.given(spot('a'), answer('hello'));
    expect(given).toHaveLength(1);
    expect(given[0]?.left).toBe(true);
  });

  test('one answer is under way at a time, in the order in which they were given', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    queue.given(spot('b'), answer('2'));
    queue.given(spot('c'), answer('3'));
    expect(given.map((one) => one.question)).toEqual(['a']);
    await settle();
    expect(given.map((one) => one.question)).toEqual(['a', 'b']);
    await settle();
    await settle();
    expect(given.map((one) => one.question)).toEqual(['a', 'b', 'c']);
  });

  test('of what is typed while an answer is on the way only the newest follows it', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    queue.given(spot('a'), answer('12'));
    queue.given(spot('a'), answer('123'));
    expect(given.map((one) => one.raw)).toEqual(['1']);
    await settle();
    expect(given.map((one) => one.raw)).toEqual(['1', '123']);
  });

  test('the same question in two rows is two answers', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a', 1), answer('1'));
    queue.given(spot('a', 2), answer('2'));
    await settle();
    expect(given.map((one) => [one.item, one.raw])).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
  });

  test('"saved" is said in the words of the store, and only when nothing is left to save', async () => {
    const { queue, settle } = store();
    queue.given(spot('a'), answer('1'));
    queue.given(spot('b'), answer('2'));
    expect(queue.line).toEqual({ is: 'saving' });
    await settle('saved', 'Saved 14:31 on this laptop');
    expect(queue.line).toEqual({ is: 'saving' });
    await settle('saved', 'Saved 14:32 on this laptop');
    expect(queue.line).toEqual({ is: 'saved', said: 'Saved 14:32 on this laptop' });
  });

  test('after a fault the same answer goes again under the same operation', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    await settle(fault());
    expect(queue.line).toEqual({ is: 'fault', message: 'The disk is full.' });
    expect(queue.isWaiting(spot('a'))).toBe(true);
    queue.retry();
    await settle();
    expect(given).toHaveLength(2);
    expect(given[1]).toEqual(given[0]);
    expect(queue.isWaiting(spot('a'))).toBe(false);
    expect(queue.line.is).toBe('saved');
  });

  test('what is typed after a fault is another operation and replaces what failed', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    await settle(fault());
    queue.given(spot('a'), answer('12'));
    await settle();
    expect(given.map((one) => one.raw)).toEqual(['1', '12']);
    expect(given[1]?.op).not.toBe(given[0]?.op);
    expect(queue.line.is).toBe('saved');
  });

  test('what is typed while the one before it fails wins over it', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    queue.given(spot('a'), answer('12'));
    await settle(fault());
    queue.retry();
    await settle();
    expect(given.map((one) => one.raw)).toEqual(['1', '12']);
    expect(queue.waiting.size).toBe(0);
  });

  test('after a fault the answers behind it wait, and keep their order', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    queue.given(spot('b'), answer('2'));
    await settle(fault());
    expect(given).toHaveLength(1);
    queue.retry();
    await settle();
    await settle();
    expect(given.map((one) => one.question)).toEqual(['a', 'a', 'b']);
  });

  test('an answer that is refused is not tried again', async () => {
    const { queue, given, settle } = store();
    queue.given(spot('a'), answer('1'));
    await settle(new CallError({ kind: 'refused', message: 'This record is signed off.' }));
    expect(queue.line).toEqual({ is: 'refused', message: 'This record is signed off.' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(given).toHaveLength(1);
    expect(queue.isWaiting(spot('a'))).toBe(false);
  });

  test('flushing does not wait for the hand to rest, and says yes when all is in the store', async () => {
    const { queue, given, settle } = store();
    queue.typed(spot('a'), answer('1'));
    queue.typed(spot('b'), answer('2'));
    const done = vi.fn();
    void queue.flush().then(done);
    expect(given).toHaveLength(1);
    await settle();
    expect(done).not.toHaveBeenCalled();
    await settle();
    expect(done).toHaveBeenCalledWith(true);
  });

  test('flushing says no when the store cannot take it', async () => {
    const { queue, settle } = store();
    queue.typed(spot('a'), answer('1'));
    const done = vi.fn();
    void queue.flush().then(done);
    await settle(fault());
    expect(done).toHaveBeenCalledWith(false);
  });

  test('asking to save says the same words anew', async () => {
    const { queue, settle } = store();
    queue.given(spot('a'), answer('1'));
    await settle();
    const said = queue.line;
    const asked = queue.save();
    expect(queue.line).toEqual({ is: 'saving' });
    await asked;
    expect(queue.line).toEqual(said);
  });

  test('with nothing to save flushing says yes at once', async () => {
    const { queue } = store();
    await expect(queue.flush()).resolves.toBe(true);
  });

  test('a locked store is told, and the answer waits for it to open', async () => {
    const { queue, settle, locked } = store();
    queue.given(spot('a'), answer('1'));
    await settle(new CallError({ kind: 'locked', message: 'Locked.' }));
    expect(locked).toHaveBeenCalledOnce();
    expect(queue.isWaiting(spot('a'))).toBe(true);
  });

  test('the page that comes back is heard by whoever listens', async () => {
    const { queue, settle } = store();
    const heard = vi.fn();
    const stop = queue.listen(heard);
    queue.given(spot('a'), answer('1'));
    await settle();
    expect(heard).toHaveBeenCalledWith(page());
    stop();
    queue.given(spot('a'), answer('2'));
    await settle();
    expect(heard).toHaveBeenCalledOnce();
  });
});
