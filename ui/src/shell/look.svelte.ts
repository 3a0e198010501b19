// How the screen looks: the size of text and the colours. Kept by the store, never by the web view.

import { asCallError, call } from '../ipc/commands';
import type { Look, Theme } from '../ipc/types';

export const TEXT_SIZES = [100, 125, 150, 200] as const;
export const THEMES: Theme[] = ['system', 'light', 'dark'];

const USUAL: Look = { text: 100, theme: 'system' };

/** Puts a look onto the page: one class for the size, one for the colours. The usual look has neither. */
export function apply({ text, theme }: Look, root: HTMLElement = document.documentElement): void {
  for (const size of TEXT_SIZES) root.classList.toggle(`hw-text-${size}`, size === text && size !== USUAL.text);
  for (const one of THEMES) root.classList.toggle(`hw-theme-${one}`, one === theme && one !== USUAL.theme);
}

/**
 * The look of this window. It can be set before the store is open too, since the page that asks for the
 * passphrase must be readable; it is then kept as soon as the store can keep it.
 */
export class Appearance {
  now = $state.raw<Look>(USUAL);
  /** Why it could not be kept, if so. It shows all the same. */
  problem = $state<string | null>(null);
  #unkept = false;

  /** Takes the look that the store keeps for this person, once it is open. */
  async begin(): Promise<void> {
    try {
      if (this.#unkept) await this.#keep();
      else this.#show(await call('look'));
    } catch {
      // A screen in its usual look is still a screen.
    }
  }

  /** Shows a look at once, and has it kept if the store is open. */
  async set(look: Look, isOpen: boolean): Promise<void> {
    this.#show(look);
    this.#unkept = true;
    this.problem = null;
    if (!isOpen) return;
    try {
      await this.#keep();
    } catch (thrown) {
      this.problem = asCallError(thrown).message;
    }
  }

  async #keep(): Promise<void> {
    await call('set_look', this.now);
    this.#unkept = false;
  }

  #show(look: Look): void {
    this.now = look;
    apply(look);
  }
}

export const appearance = new Appearance();
