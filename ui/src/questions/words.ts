// How a question's own words are put together for the screen.

import type { HintOptions } from '../govuk/options';
import type { QuestionView } from '../ipc/types';

/** The hint and the strict definition of a word in the question, each on a line of its own. */
export function hintOf(q: QuestionView): HintOptions | undefined {
  const text = [q.hint, q.definition].filter(Boolean).join('\n');
  return text ? { text, classes: 'hw-lines' } : undefined;
}

/** "Attempt" as it stands within a sentence; "PPI" stays as it is. */
export function withinSentence(noun: string): string {
  return /^[A-Z][a-z]/.test(noun) ? noun.charAt(0).toLowerCase() + noun.slice(1) : noun;
}

/** "an attempt", "a promise". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** What an answer reads as where it cannot be changed. */
export function shown(q: QuestionView): string {
  if (q.absence !== null) return q.absences.find((one) => one.code === q.absence)?.label ?? 'No answer';
  if (q.raw === '') return 'No answer';
  if (q.read_as) return q.read_as;
  if (q.kind === 'choice' || q.kind === 'choices') {
    return q.raw
      .split(',')
      .map((code) => q.choices.find((choice) => choice.code === code)?.label ?? code)
      .join(', ');
  }
  return q.raw.split('\n').filter(Boolean).join(', ');
}
