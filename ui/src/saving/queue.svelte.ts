// Saves each answer as it is given, one after the other, and says so only after the store has.

import { SvelteSet } from 'svelte/reactivity';

import { asCallError, type CallError } from '../ipc/commands';
import type { Give, PageView, Saved } from '../ipc/types';

/** Which answer: a question of a record, in a row or outside one. */
export interface Spot {
  record: string;
  question: string;
  item: number;
}

/** What stands in the field now. */
export interface Answer {
  raw: string;
  absence: string | null;
}

/** What the save line says. */
export type SaveLine =
  | { is: 'quiet' }
  | { is: 'saving' }
  /** `said` is what the store gave back, never our own clock. */
  | { is: 'saved'; said: string }
  /** What was typed is still here and can be tried again. */
  | { is: 'fault'; message: string }
  /** The store does not take it now; nothing is broken. */
  | { is: 'refused'; message: string };

interface Entry {
  spot: Spot;
  answer: Answer;
  left: boolean;
  /** Given once for each thing sent, and kept when the same thing is sent again. */
  op: string;
  /** When it may go: at once, or after the hand has rested. */
  due: number;
}

export const REST_MS = 400;

export function keyOf(spot: Spot): string {
  return `${spot.record}/${spot.question}/${spot.item}`;
}

/**
 * One answer is under way at any time, so answers arrive in the order in which they were given and the
 * page that comes back last is the newest. Of several values typed into one field only the newest is sent.
 */
export class SaveQueue {
  line = $state.raw<SaveLine>({ is: 'quiet' });
  /** The answers that are not in the store yet. */
  readonly waiting = new SvelteSet<string>();

  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(page: PageView) => void>();
  #sending: Entry | null = null;
  #stuck = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idle: Array<(saved: boolean) => void> = [];

  constructor(
    private readonly give: (answer: Give) => Promise<Saved>,
    private readonly locked: () => void = () => {},
    private readonly newOp: () => string = () => crypto.randomUUID(),
  ) {}

  /** Key strokes: sent when the hand rests. */
  typed(spot: Spot, answer: Answer): void {
    this.#put(spot, answer, false, Date.now() + REST_MS);
  }

  /** A choice made, or a field left: sent at once. */
  given(spot: Spot, answer: Answer, left = true): void {
    this.#put(spot, answer, left, 0);
  }

  /** Whether an answer is not in the store yet. */
  isWaiting(spot: Spot): boolean {
    return this.waiting.has(keyOf(spot));
  }

  /** Sends everything now. True when all of it is in the store. */
  flush(): Promise<boolean> {
    for (const entry of this.#entries.values()) entry.due = 0;
    this.#stuck = false;
    const done = new Promise<boolean>((resolve) => this.#idle.push(resolve));
    this.#next();
    return done;
  }

  /** Somebody asks for it to be saved: what is said about that is said anew, so that it is read out. */
  async save(): Promise<void> {
    const before = this.line;
    if (before.is === 'saved') this.line = { is: 'saving' };
    const isSaved = await this.flush();
    if (isSaved && this.line.is === 'saving') this.line = before;
  }

  /** After a fault: the same answers again, each under its own operation. */
  retry(): void {
    void this.flush();
  }

  /** Hears of each page that comes back. Gives the way to stop. */
  listen(heard: (page: PageView) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  #put(spot: Spot, answer: Answer, left: boolean, due: number): void {
    const key = keyOf(spot);
    const before = this.#entries.get(key);
    const same = before && before.answer.raw === answer.raw && before.answer.absence === answer.absence && before.left === left;
    // Another value is another operation: if the earlier one reached the store after all, this one follows it.
    this.#entries.set(key, { spot, answer, left, due, op: same ? before.op : this.newOp() });
    this.waiting.add(key);
    this.line = { is: 'saving' };
    this.#stuck = false;
    this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    if (this.#sending || this.#stuck) return;
    if (this.#entries.size === 0) {
      for (const resolve of this.#idle.splice(0)) resolve(true);
      return;
    }
    const now = Date.now();
    let soonest = Infinity;
    for (const [key, entry] of this.#entries) {
      if (entry.due <= now) {
        this.#entries.delete(key);
        void this.#send(key, entry);
        return;
      }
      soonest = Math.min(soonest, entry.due);
    }
    this.#timer = setTimeout(() => this.#next(), soonest - now);
  }

  async #send(key: string, entry: Entry): Promise<void> {
    this.#sending = entry;
    try {
      const { said, page } = await this.give({ op: entry.op, ...entry.spot, ...entry.answer, left: entry.left });
      this.#sending = null;
      if (!this.#entries.has(key)) this.waiting.delete(key);
      if (this.#entries.size === 0) this.line = { is: 'saved', said };
      for (const heard of this.#listeners) heard(page);
    } catch (thrown) {
      this.#sending = null;
      this.#failed(key, entry, asCallError(thrown));
    }
    this.#next();
  }

  #failed(key: string, entry: Entry, error: CallError): void {
    if (error.kind === 'refused' || error.kind === 'problem') {
      if (!this.#entries.has(key)) this.waiting.delete(key);
      this.line = { is: 'refused', message: error.message };
      return;
    }
    // What was typed since then is newer and goes instead.
    if (!this.#entries.has(key)) {
      const others = [...this.#entries];
      this.#entries.clear();
      this.#entries.set(key, entry);
      for (const [other, waiting] of others) this.#entries.set(other, waiting);
    }
    this.#stuck = true;
    this.line = { is: 'fault', message: error.message };
    for (const resolve of this.#idle.splice(0)) resolve(false);
    if (error.kind === 'locked') this.locked();
  }
}
