import { describe, expect, it } from '@jest/globals';
import { MOST_MARKS, type MarkAnswer, ReadMarks } from './read-marks.js';
import { StreamError } from './stream.error.js';

const NO_PAUSE_MS = 0;
const UNAVAILABLE = new StreamError('internal_error', 'The server failed');

describe('ReadMarks', () => {
  it('holds a bounded number, without those that wait already', async () => {
    const marks = new ReadMarks();
    const first = Array.from({ length: MOST_MARKS }, (_, i) => marks.add(`m-${i}`));
    expect(marks.add('m-0')).toBe(first[0]);
    await expect(marks.add('one more')).rejects.toMatchObject({ code: 'queue_full' });
    const sent: string[] = [];
    marks.resume((id) => {
      sent.push(id);
      return Promise.resolve('done');
    });
    await Promise.all(first);
    expect(sent).toHaveLength(MOST_MARKS);
  });

  it('sends one at a time', async () => {
    const marks = new ReadMarks();
    let [underWay, most] = [0, 0];
    marks.resume(async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return 'done';
    });
    await Promise.all(['a', 'b', 'c'].map((id) => marks.add(id)));
    expect(most).toBe(1);
  });

  it('sends again what a server failed to record, after the others', async () => {
    const marks = new ReadMarks(NO_PAUSE_MS);
    const sent: string[] = [];
    const answers: MarkAnswer[] = [...Array<MarkAnswer>(9).fill(UNAVAILABLE), 'done'];
    marks.resume((id) => {
      sent.push(id);
      return Promise.resolve(id === 'a' ? (answers.shift() ?? 'done') : 'done');
    });
    await Promise.all([marks.add('a'), marks.add('b')]);
    expect(sent).toEqual(['a', 'b', ...Array<string>(9).fill('a')]);
  });

  it('takes a fault that the server names for its last word', async () => {
    const marks = new ReadMarks(NO_PAUSE_MS);
    const fault = new StreamError('a code of tomorrow', 'No');
    marks.resume(() => Promise.resolve(fault));
    await expect(marks.add('a')).rejects.toBe(fault);
  });

  it('survives any number of lost connections', async () => {
    const marks = new ReadMarks(NO_PAUSE_MS);
    const mark = marks.add('a');
    for (let connection = 0; connection < 20; connection += 1) {
      await new Promise<void>((resolve) => {
        marks.resume(() => {
          marks.pause();
          resolve();
          return Promise.resolve('lost');
        });
      });
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    marks.resume(() => Promise.resolve('done'));
    await mark;
  });
});
