// What jsdom does not have and a web view does.

import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

// A busy machine may take its time.
configure({ asyncUtilTimeout: 15_000 });

window.scrollTo = () => {};
Element.prototype.scrollIntoView = () => {};
/** Says which media queries hold. A test may set it. */
export const media = { matches: (_query: string): boolean => false };
window.matchMedia ??= (query: string) =>
  Object.assign(new EventTarget(), {
    media: query,
    get matches() {
      return media.matches(query);
    },
  }) as unknown as MediaQueryList;
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

afterEach(() => cleanup());
