// What a person has put into one question, and when it goes to the store.

import { untrack } from 'svelte';

import type { QuestionView } from '../ipc/types';
import type { SaveQueue, Spot } from '../saving/queue.svelte';

/**
 * The field keeps its own value. The store's value is taken over only while nobody is in the field and
 * nothing of it is on the way, so a field is never rewritten under the hand.
 */
export class AnswerInHand {
  raw = $state('');
  absence = $state<string | null>(null);
  /** Somebody is in the question. */
  inside = $state(false);
  /** Something was typed since the field was entered: nothing is called wrong yet. */
  typing = $state(false);

  #unsettled = false;
  #beforeAbsence = '';

  constructor(
    private readonly view: () => QuestionView,
    private readonly spot: () => Spot,
    private readonly queue: SaveQueue,
  ) {
    this.#take();
  }

  /** Is in the store. */
  get stored(): boolean {
    return !this.queue.isWaiting(this.spot());
  }

  /** What is wrong, said only once the field was left and the store has judged what stands in it. */
  get problem(): string | null {
    return this.typing || !this.stored ? null : this.view().problem;
  }

  /** A page came back from the store. */
  arrived(): void {
    if (this.inside || !this.stored) return;
    this.#take();
  }

  /** Key strokes. */
  typed(raw: string): void {
    this.raw = raw;
    this.absence = null;
    this.typing = true;
    this.#unsettled = true;
    this.queue.typed(this.spot(), { raw, absence: null });
  }

  /** A choice. */
  chosen(raw: string): void {
    this.raw = raw;
    this.absence = null;
    this.typing = false;
    this.#unsettled = false;
    this.queue.given(this.spot(), { raw, absence: null });
  }

  /** "Not asked" and the like, instead of an answer. The same again takes it back, and what was typed before returns. */
  toggleAbsence(code: string): void {
    if (this.absence === code) {
      this.raw = this.#beforeAbsence;
      this.absence = null;
    } else {
      if (this.absence === null) this.#beforeAbsence = this.raw;
      this.raw = '';
      this.absence = code;
    }
    this.typing = false;
    this.#unsettled = false;
    this.queue.given(this.spot(), { raw: this.raw, absence: this.absence });
  }

  entered(): void {
    this.inside = true;
  }

  left(): void {
    this.inside = false;
    this.typing = false;
    if (this.#unsettled) {
      this.#unsettled = false;
      this.queue.given(this.spot(), { raw: this.raw, absence: this.absence });
    } else {
      this.arrived();
    }
  }

  #take(): void {
    const { raw, absence } = untrack(this.view);
    this.raw = raw;
    this.absence = absence;
  }
}
