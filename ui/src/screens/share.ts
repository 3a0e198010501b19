// A part of a whole in words that are never more certain than the numbers: "0%" and "100%" are said of
// nothing and of all alone. `crates/app/src/release/report/words.rs` says the same on paper.

export const number = (value: number): string => value.toLocaleString('en-GB');

export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%';
  if (part >= whole) return '100%';
  const tenths = Math.round((part * 1000) / whole);
  if (tenths === 0) return 'less than 0.1%';
  if (tenths === 1000) return 'more than 99.9%';
  return `${(tenths / 10).toFixed(1)}%`;
}

/** "2025-26" as it is said: "2025 to 2026". */
export function spokenYear(period: string): string {
  return period.replace(/^(\d\d)(\d\d)-(\d\d)$/, '$1$2 to $1$3');
}
