import { afterEach, describe, expect, test } from 'vitest';

import { caretNow, putCaret } from './caret';

// Set up as a person's page would be: a text, a radio, and a field that is folded away.
function page() {
  const text = document.createElement('textarea');
  text.id = 'q-story';
  text.value = 'Where the caret is';
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.id = 'q-choice';
  const fold = document.createElement('details');
  const folded = document.createElement('input');
  folded.id = 'q-rare';
  folded.value = 'folded';
  fold.append(folded);
  document.body.append(text, radio, fold);
  return { text, radio, fold, folded };
}

describe('the caret', () => {
  afterEach(() => document.body.replaceChildren());

  test('comes back into the same place of the same text', () => {
    const { text } = page();
    text.focus();
    text.setSelectionRange(6, 9);
    const caret = caretNow();
    expect(caret).toEqual({ field: 'q-story', start: 6, end: 9 });
    text.blur();
    text.setSelectionRange(0, 0);
    expect(caret && putCaret(caret)).toBe(true);
    expect(document.activeElement).toBe(text);
    expect([text.selectionStart, text.selectionEnd]).toEqual([6, 9]);
  });

  test('comes back to a radio, which has no selection', () => {
    const { radio } = page();
    radio.focus();
    const caret = caretNow();
    expect(caret).toEqual({ field: 'q-choice', start: 0, end: 0 });
    radio.blur();
    expect(caret && putCaret(caret)).toBe(true);
    expect(document.activeElement).toBe(radio);
  });

  test('opens what its field is folded into', () => {
    const { fold, folded } = page();
    expect(putCaret({ field: 'q-rare', start: 2, end: 2 })).toBe(true);
    expect(fold.open).toBe(true);
    expect(folded.selectionStart).toBe(2);
  });

  test('is nowhere when nothing has the focus', () => {
    page();
    expect(caretNow()).toBeNull();
  });

  test('stays away from a page that has no such field', () => {
    expect(putCaret({ field: 'q-gone', start: 0, end: 0 })).toBe(false);
  });
});
