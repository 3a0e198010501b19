// From one question of a page to the next, past what stands between them.

const FIELD = 'input, textarea, select';

/** Where the keys may stop: each question that can be answered, "Add another", and the way on. */
function stops(page: ParentNode): HTMLElement[] {
  const found = page.querySelectorAll<HTMLElement>('[data-question], [data-add-row], [data-continue]');
  return [...found].filter((one) => !one.closest('details:not([open])'));
}

/** The field of a stop that takes the answer: of radios the chosen one, or the first. */
function target(stop: HTMLElement): HTMLElement | null {
  if (!stop.hasAttribute('data-question')) return stop;
  return stop.querySelector<HTMLElement>('[data-answer] input:checked') ?? stop.querySelector<HTMLElement>(`[data-answer] :is(${FIELD})`);
}

/** Puts the focus on the field of a question that takes its answer. */
export function focusAnswer(question: HTMLElement | null | undefined): void {
  if (question) target(question)?.focus();
}

/** Goes to the question after the one with the focus, or to the one before it. Says whether there was one. */
export function stepQuestion(direction: 1 | -1, page: ParentNode = document): boolean {
  const all = stops(page);
  const here = document.activeElement;
  const at = all.findIndex((one) => here !== null && one.contains(here));
  let to = at + direction;
  if (at === -1) {
    const isAfter = (one: HTMLElement) =>
      here === null || (here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const next = all.findIndex(isAfter);
    to = direction === 1 ? next : (next === -1 ? all.length : next) - 1;
  }
  const stop = all[to];
  const field = stop && target(stop);
  if (!field) return false;
  field.focus();
  stop.scrollIntoView?.({ block: 'nearest' });
  return true;
}
