// How a question's own words are put together for the screen.

import type { HintOptions, Item } from '../govuk/options';
import type { Choice, QuestionView } from '../ipc/types';

/** The hint and the strict definition of a word in the question, each on a line of its own. */
export function hintOf(q: QuestionView): HintOptions | undefined {
  const text = [q.hint, q.definition].filter(Boolean).join('\n');
  return text ? { text, classes: 'hw-lines' } : undefined;
}

/** Choices as radios or boxes. The first nine have a digit that chooses them, where `keys` says so. */
export function itemsOf(choices: Choice[], keys = true): Item[] {
  return choices.map((choice, n) => ({
    value: choice.code,
    text: choice.label,
    hint: choice.hint ? { text: choice.hint } : undefined,
    group: choice.group,
    key: keys && n < 9 ? String(n + 1) : undefined,
  }));
}

/** "Attempt" as it stands within a sentence; "PPI" stays as it is. */
export function withinSentence(noun: string): string {
  return /^[A-Z][a-z]/.test(noun) ? noun.charAt(0).toLowerCase() + noun.slice(1) : noun;
}

/** "an attempt", "a promise". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** What an answer reads as where it cannot be changed. What a person wrote is word for word. */
export function shown(q: QuestionView): string {
  if (q.absence !== null) return q.absences.find((one) => one.code === q.absence)?.label ?? 'No answer';
  if (q.raw === '') return 'No answer';
  if (q.kind === 'text' || q.kind === 'long_text') return q.raw;
  if (q.read_as) return q.read_as;
  if (q.kind === 'choice' || q.kind === 'choices') {
    const codes = q.kind === 'choice' ? [q.raw] : q.raw.split(',');
    return codes.map((code) => q.choices.find((choice) => choice.code === code)?.label ?? code).join(', ');
  }
  if (q.kind === 'moment') return q.raw.split('\n').filter(Boolean).join(', ');
  return q.unit === null ? q.raw : `${q.raw} ${q.unit}`;
}
