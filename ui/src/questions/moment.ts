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
