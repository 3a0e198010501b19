// What a person took back: cleared, or said "not asked" over. It can be put back until the window locks.

import { keyOf, type Answer, type Spot } from './queue.svelte';

/** Answers are personal: they stand in memory alone and go when the store locks. */
export class TakenBack {
  readonly #kept = new Map<string, Answer>();

  keep(spot: Spot, answer: Answer): void {
    this.#kept.set(keyOf(spot), answer);
  }

  of(spot: Spot): Answer | null {
    return this.#kept.get(keyOf(spot)) ?? null;
  }

  forget(spot: Spot): void {
    this.#kept.delete(keyOf(spot));
  }

  forgetAll(): void {
    this.#kept.clear();
  }
}
