// What a person finds in a long list by typing into it.

import type { Choice } from '../ipc/types';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The choices that hold every word typed, in their label, their hint or their heading. Nothing typed finds all. */
export function found(choices: Choice[], typed: string): Choice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices;
  return choices.filter((choice) => {
    const text = plain([choice.label, choice.hint, choice.group].filter(Boolean).join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** Text as markup that shows exactly that text. */
export function escaped(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}
