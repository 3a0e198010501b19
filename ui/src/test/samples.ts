// One value of every type that crosses, made up and obvious, with the cases that are hard to lay out:
// a long name, text from right to left, nothing recorded, a problem.

import type {
  CheckView,
  ChildHit,
  ChildView,
  Created,
  ImportSummary,
  Me,
  MyWork,
  PageView,
  QuestionView,
  RecordView,
  Report,
  ReturnDraft,
  StartState,
} from '../ipc/types';

const NAME = 'Example Child Twelve-With-A-Surname-That-Is-Long-Enough-To-Wrap';

export const me: Me = {
  name: 'Example Supervisor',
  role: 'supervisor',
  role_label: 'Supervisor',
  authorities: [
    { code: 'A1', name: 'Example Borough' },
    { code: 'A2', name: 'Another Example Borough' },
  ],
};

export function startState(state: StartState['state']): StartState {
  return {
    state,
    me: state === 'open' ? me : null,
    notice: 'Not yet for live records.',
    wait_seconds: 0,
    idle_minutes: 5,
    standard: null,
    authorities: Array.from({ length: 33 }, (_, n) => ({ code: `A${n + 1}`, name: `Example Borough ${n + 1}` })),
  };
}

export const created: Created = { me, recovery_file: 'D:\\recovery.txt', next: 'Take it off this laptop.' };

export function question(over: Partial<QuestionView> = {}): QuestionView {
  const name = over.question ?? 'colour';
  return {
    question: name,
    item: 0,
    field: `q-${name}`,
    kind: 'text',
    label: `Example question about ${name}`,
    hint: null,
    why: null,
    definition: null,
    choices: [],
    filter: false,
    unit: null,
    last: null,
    caution: null,
    flag: null,
    absences: [],
    raw: '',
    absence: null,
    problem: null,
    read_as: null,
    repeated_hour: null,
    rows: null,
    open: true,
    ...over,
  };
}

export const absences = [
  { code: 'X1', label: 'Not asked', hint: null, group: null },
  { code: 'X2', label: 'Does not know', hint: null, group: null },
  { code: 'X3', label: 'Prefers not to say', hint: null, group: null },
];

export function choices(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    code: `C${n + 1}`,
    label: `Choice ${n + 1}`,
    hint: n === 0 ? 'A line about the first choice.' : null,
    group: n < 2 ? null : n < 4 ? 'Near' : 'Far',
  }));
}

export function rowsQuestion(items: number[]): QuestionView {
  return question({
    question: 'attempts',
    kind: 'rows',
    label: 'Attempts',
    hint: 'Each one.',
    raw: items.join(','),
    rows: {
      row_title: 'Attempt',
      rows: items.map((item, n) => ({
        item,
        title: `Attempt ${n + 1}`,
        questions: [question({ question: 'how', item, field: `q-how-${item}`, label: 'How', raw: `answer ${item}` })],
      })),
    },
  });
}

export function page(over: Partial<PageView> = {}): PageView {
  return {
    record: 'r1',
    section: 's1',
    title: 'The offer',
    caption: `Return conversation, ${NAME}`,
    hint: 'What was offered, and when.',
    questions: [question()],
    more: [],
    beside: null,
    carry: null,
    notices: [],
    previous: null,
    next: 's2',
    open: true,
    ...over,
  };
}

/** A page with a question of every kind, and of every state. */
export const everyKind: PageView = page({
  previous: 's0',
  questions: [
    question({ question: 'name', absences, raw: 'ثمار', why: 'Because it matters.', definition: 'A strict one.' }),
    question({ question: 'story', kind: 'long_text', hint: 'In their own words.', raw: 'One.\nTwo.', absences }),
    question({ question: 'day', kind: 'date', raw: '27 3 2026', read_as: 'Friday, 27 March 2026' }),
    question({ question: 'when', kind: 'moment', raw: '25 10 2026\n1.30am\n', problem: 'Say which of the two it was', repeated_hour: choices(2), absences }),
    question({ question: 'count', kind: 'number', raw: 'many', problem: 'Enter a whole number' }),
    question({ question: 'one', kind: 'choice', choices: choices(5), raw: 'C2', absences }),
    question({ question: 'one_of_many', kind: 'choice', choices: choices(20), filter: true, absences, absence: 'X2' }),
    question({ question: 'several', kind: 'choices', choices: choices(5), raw: 'C1,C3', problem: 'Choose one fewer' }),
    question({ question: 'several_of_many', kind: 'choices', choices: choices(20), filter: true, raw: 'C7' }),
    rowsQuestion([1, 4]),
    question({ question: 'hours', kind: 'number', unit: 'hours', raw: '12', last: { said: 'Last time (3 March 2026): 10', can_carry: true } }),
    question({ question: 'known', last: { said: 'Last time (3 March 2026): round', can_carry: true }, why: 'To see what changed.' }),
    question({ question: 'gone', kind: 'choice', choices: choices(3), raw: 'C9', flag: 'The list no longer holds this answer. It is kept as it was recorded.' }),
    question({ question: 'not_listed', kind: 'choice', choices: choices(20), filter: true, raw: 'something else' }),
    question({ question: 'shut', kind: 'choice', choices: choices(3), raw: 'C3', open: false }),
    question({ question: 'shut_gone', kind: 'choice', choices: choices(3), raw: 'C9', open: false, flag: 'The list no longer holds this answer. It is kept as it was recorded.' }),
    question({ question: 'shut_hours', kind: 'number', unit: 'hours', raw: '12', open: false }),
  ],
  beside: { label: 'What happened?', text: 'They said: <b>“I went out.”</b>\n\n  Then they came back.', path: 'record/r1/s0#q-story' },
  carry: { said: 'From the return conversation of 3 March 2026', count: 2 },
  notices: ['A newer version of Homeward recorded some of this.'],
  more: [question({ question: 'rare' })],
});

export const work: MyWork = {
  summary: '2 things to do, 1 late.',
  rows: [
    {
      record: 'r1',
      path: 'child/c1',
      child: NAME,
      what: 'Police prevention interview',
      detail: 'Went missing 3 March 2026, returned 5 March 2026',
      due: { text: '2 hours late', tone: 'alert' },
      state: { text: 'Not started', tone: 'quiet' },
    },
    {
      record: 'r2',
      path: 'child/c1',
      child: NAME,
      what: 'Return conversation',
      detail: 'Went missing 3 March 2026, returned 5 March 2026',
      due: { text: 'Due in 6 hours', tone: 'soon' },
      state: { text: 'Draft', tone: 'quiet' },
    },
  ],
  nothing: null,
  more: 3,
  figures: [
    { label: 'Children', value: '285', muted: false },
    { label: 'Episodes', value: '897', muted: false },
  ],
};

export const noWork: MyWork = {
  summary: 'Nothing is due.',
  rows: [],
  nothing: { title: 'Nothing is waiting for you', body: 'Add a return.' },
  more: 0,
  figures: [],
};

export const hits: ChildHit[] = [
  { record: 'c1', name: NAME, detail: 'Born 12 March 2010', episodes: '3 episodes' },
  { record: 'c2', name: 'No name recorded', detail: 'Local id EX12', episodes: '1 episode' },
];

export const child: ChildView = {
  record: 'c1',
  name: NAME,
  facts: [
    { label: 'Date of birth', value: '12 March 2010 (age 16)', muted: false },
    { label: 'Local id', value: 'Not recorded', muted: true },
  ],
  episodes: [
    {
      record: 'e1',
      title: 'Went missing 3 March 2026, returned 5 March 2026',
      detail: 'About 2 days',
      tag: { text: 'Due in 6 hours', tone: 'soon' },
      records: [
        { label: 'Start the return conversation', path: 'do:start-conversation/e1', main: true },
        { label: 'Episode', path: 'record/e1', main: false },
      ],
    },
  ],
  actions: [{ label: 'Add a return for this child', path: 'do:start-return/c1', main: false }],
  notices: ['This child may be here twice.'],
};

export const record: RecordView = {
  record: 'r1',
  title: 'Return conversation',
  child: NAME,
  child_record: 'c1',
  state: { text: 'Draft', tone: 'quiet' },
  due: { text: 'Due in 6 hours', tone: 'soon' },
  about: ['Went missing 2 March 2026, returned 4 March 2026', 'Went missing 5 March 2026, returned 5 March 2026'],
  derived: [{ label: 'Offered within 72 hours', value: 'Not known', muted: true }],
  tasks: [
    { section: 's1', title: 'The offer', hint: 'What was offered.', state: { text: 'Completed', tone: 'done' }, count: '3 of 3 answered' },
    { section: 's2', title: 'In their words', hint: null, state: { text: '1 problem', tone: 'alert' }, count: '1 of 3 answered' },
  ],
  actions: [
    { label: 'Check answers', path: 'check/r1', main: true },
    { label: 'Support and promises', path: 'do:start-support/r1', main: false },
  ],
  open: true,
  notices: ['This episode overlaps another (rule 574).'],
  kept: [],
};

export const check: CheckView = {
  record: 'r1',
  title: 'Check answers',
  caption: `Return conversation, ${NAME}`,
  problems: [{ sentence: 'Answer "Was it offered?"', path: 'record/r1/s1#q-offer' }],
  warnings: [{ sentence: 'The offer is before the return', path: 'record/r1/s1#q-offer' }],
  sections: [
    {
      section: 's1',
      title: 'The offer',
      lines: [
        { label: 'Was it offered?', value: 'No answer yet', muted: true, path: 'record/r1/s1#q-offer' },
        { label: 'Who offered it?', value: 'Example Worker', muted: false, path: 'record/r1/s1#q-who' },
      ],
    },
  ],
  derived: [{ label: 'Offered within 72 hours', value: 'Not known', muted: true }],
  can_be_ready: false,
  open: true,
  state: { text: 'Draft', tone: 'quiet' },
  ready_note: 'You check it yourself, and the record says so.',
};

export const readyCheck: CheckView = { ...check, problems: [], can_be_ready: true };

export const draft: ReturnDraft = {
  episode: 'e9',
  child: 'c9',
  known_child: false,
  child_name: null,
  pages: [
    page({ record: 'c9', section: 'n', title: 'The child', questions: [question({ question: 'name' })] }),
    page({ record: 'e9', section: 'n', title: 'The missing episode', questions: [question({ question: 'from', kind: 'moment' })] }),
  ],
  likely: [
    { record: 'c1', name: NAME, detail: 'Born 12 March 2010', reason: 'Same date of birth and a similar name.', is_episode: false },
    { record: 'e1', name: NAME, detail: 'Went missing 3 March 2026', reason: 'Began within a day of this one.', is_episode: true },
  ],
};

export const report: Report = {
  marking: 'OFFICIAL-SENSITIVE',
  title: `Report of a return conversation: ${NAME}`,
  sections: [{ title: 'The child', lines: [{ label: 'Child', value: NAME, muted: false }] }],
  text: `OFFICIAL-SENSITIVE\n\nChild: ${NAME}`,
  html: '<!doctype html><title>Report</title>',
  file_name: 'return-conversation-report.html',
};

export const importSummary: ImportSummary = {
  new: 43,
  already: 0,
  wrong: 1,
  flagged: 1,
  new_children: 39,
  problems: [
    { file: 'missing.csv', line: 12, column: 'MIS_START', severity: 'wrong', rule: null, sentence: 'This is no date. Write it like 27/03/2026.' },
    { file: 'missing.csv', line: 30, column: null, severity: 'flag', rule: '574', sentence: 'It overlaps another.' },
  ],
  written: false,
  sentence: '43 episodes of 39 children are new.',
  list_csv: 'file,line\n',
};
