// Where the caret is, so that unlocking can put it back.

import type { Caret } from '../ipc/types';

type TextField = HTMLInputElement | HTMLTextAreaElement;

function isTextField(element: Element | null): element is TextField {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** The field with the focus and the selection in it, or none when the focus is in no field that can be named. */
export function caretNow(): Caret | null {
  const field = document.activeElement;
  if (!field?.id || field === document.body) return null;
  // Radios, checkboxes and buttons have no selection: jsdom and browsers give null for them.
  const start = isTextField(field) ? field.selectionStart : null;
  const end = isTextField(field) ? field.selectionEnd : null;
  return { field: field.id, start: start ?? 0, end: end ?? start ?? 0 };
}

/** Focuses the field and puts the selection back. Says whether the field is there. */
export function putCaret(caret: Caret): boolean {
  const field = document.getElementById(caret.field);
  if (!field) return false;
  // The field may stand behind "More questions".
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
  field.focus();
  if (isTextField(field) && field.selectionStart !== null) field.setSelectionRange(caret.start, caret.end);
  field.scrollIntoView?.({ block: 'center' });
  return document.activeElement === field;
}
