// The keys that work on every page.

/** What the keys do. */
export interface KeyActions {
  lock: () => void;
  save: () => void;
  back: () => void;
  find: () => void;
  continue: () => void;
  list: () => void;
  nextQuestion: () => void;
  previousQuestion: () => void;
}

const NO_TYPING = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'file', 'range', 'color']);

/** Whether a letter would be typed into what has the focus. */
export function takesLetters(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !NO_TYPING.has(target.type);
}

/** The action for a key stroke, or none. */
export function actionFor(event: KeyboardEvent): keyof KeyActions | null {
  const ctrl = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (key === 'f9' || (ctrl && !event.altKey && key === 'l')) return 'lock';
  if (ctrl && !event.altKey && key === 's') return 'save';
  if (ctrl && !event.altKey && key === 'k') return 'find';
  if (ctrl && key === 'enter') return 'continue';
  if (event.altKey && !ctrl && key === 'arrowleft') return 'back';
  if (event.altKey && !ctrl && key === 'arrowdown') return 'nextQuestion';
  if (event.altKey && !ctrl && key === 'arrowup') return 'previousQuestion';
  if (ctrl || event.altKey || takesLetters(event.target)) return null;
  if (key === '/') return 'find';
  if (key === '?') return 'list';
  return null;
}

/**
 * Undo and redo in a field, out of the web view's own history. WebKit on Linux has the history and no key for it.
 * Says whether there was a field to do it in.
 */
export function undoInField(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, target } = event;
  const key = event.key.toLowerCase();
  if (!(ctrlKey || metaKey) || altKey || (key !== 'z' && key !== 'y') || (key === 'y' && shiftKey)) return false;
  if (!takesLetters(target) || target instanceof HTMLSelectElement) return false;
  // No other way reaches that history.
  document.execCommand(key === 'z' && !shiftKey ? 'undo' : 'redo');
  return true;
}
