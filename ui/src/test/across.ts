// Sample values of the pages about a child across episodes, and of those beside the child.

import type { ChildCopyForm, Chronology, WithYou } from '../ipc/types';
import { absences, choices, question } from './samples';

const NAME = 'Example Child Twelve-With-A-Surname-That-Is-Long-Enough-To-Wrap';

export const chronology: Chronology = {
  child: 'c1',
  name: NAME,
  summary: '2 episodes since 2 March 2026',
  events: [
    {
      when: '11am on 6 March 2026',
      title: 'Return conversation',
      detail: 'Held. About 2 episodes',
      tag: { text: 'In time', tone: 'done' },
      path: 'record/r2',
    },
    { when: '2 March 2026', title: 'Went missing', detail: '', tag: null, path: 'record/e1' },
  ],
  reasons: {
    columns: [
      { title: '4 March 2026', path: 'record/r1' },
      { title: '6 March 2026', path: 'record/r2' },
    ],
    groups: [
      { title: 'What pushed them away', rows: [{ label: 'An argument at home', marks: ['Main reason', 'Yes'] }] },
      { title: 'What pulled them', rows: [{ label: 'To be with friends', marks: ['', 'Yes: said by the child'] }] },
    ],
  },
};

export const noChronology: Chronology = {
  ...chronology,
  summary: '0 episodes',
  events: [],
  reasons: { columns: [], groups: [] },
};

export const withYou: WithYou = {
  record: 'r1',
  welcome: ['These pages are for you.', 'You can stop at any time.'],
  pages: [
    {
      ask: 'How did you feel before you left?',
      question: question({
        question: 'mood',
        kind: 'choices',
        label: 'Feelings before leaving',
        choices: choices(4).map((one) => ({ ...one, group: null, hint: null })),
        absences,
      }),
    },
    {
      ask: 'Tell it in your own words, if you like.',
      question: question({ question: 'words', kind: 'long_text', label: 'Own words', raw: 'אני בסדר <b>' }),
    },
  ],
  thanks: ['Thank you. That is all.'],
  open: true,
};

export const childCopyForm: ChildCopyForm = {
  record: 'r1',
  child: NAME,
  home_may_not_be_safe: true,
  warnings: ['Home may not be safe.', 'Paper can be found.'],
};
