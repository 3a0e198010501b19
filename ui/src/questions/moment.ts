// A moment is typed as a date and a time and, where the clocks went back, which of the two hours.

export interface MomentParts {
  date: string;
  time: string;
  which: string;
}

export function partsOf(raw: string): MomentParts {
  const [date = '', time = '', which = ''] = raw.split('\n');
  return { date, time, which };
}

export function rawOf({ date, time, which }: MomentParts): string {
  if (date === '' && time === '') return '';
  return which === '' ? `${date}\n${time}` : `${date}\n${time}\n${which}`;
}

/** The day as a person would type it. */
export function dayInWords(daysAgo: number, now: Date): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
  return `${day.getDate()} ${day.getMonth() + 1} ${day.getFullYear()}`;
}

/** The time as a person would type it: 14:05. */
export function timeInWords(now: Date): string {
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`;
}

/** A day that is named instead of written, and the time too for "now". */
export type NamedDay = 'today' | 'yesterday' | 'now';

/**
 * What a person means who leaves a date field with only this in it. "t" may become "Tuesday 3 March" while it
 * is typed, so this is asked when the field is left and never before. The day is put in at once: "today"
 * would be another day tomorrow.
 */
export function namedDay(text: string): NamedDay | null {
  switch (text.trim().toLowerCase()) {
    case 't':
    case 'today':
      return 'today';
    case 'y':
    case 'yesterday':
      return 'yesterday';
    case 'n':
    case 'now':
      return 'now';
    default:
      return null;
  }
}

/** The parts that a named day puts in. Only "now" has a time. */
export function partsOfDay(day: NamedDay, now: Date): Partial<MomentParts> {
  if (day === 'now') return { date: dayInWords(0, now), time: timeInWords(now) };
  return { date: dayInWords(day === 'today' ? 0 : 1, now) };
}
