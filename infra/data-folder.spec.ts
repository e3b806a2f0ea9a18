import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOnce } from './data-folder.js';

describe('createOnce', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'data-folder-'));
    folder = join(parent, 'jars');
  });

  afterEach(() => rm(parent, { recursive: true }));

  it('makes the content once, and again for another version', async () => {
    await createOnce(folder, 'v1', contentOf('first'));
    await createOnce(folder, 'v1', contentOf('second'));
    expect(await content()).toBe('first');

    await createOnce(folder, 'v2', contentOf('third'));
    expect(await content()).toBe('third');
  });

  it('leaves nothing half made when it fails', async () => {
    const failing = async (partial: string): Promise<void> => {
      await contentOf('half')(partial);
      throw new Error('no network');
    };
    await expect(createOnce(folder, 'v1', failing)).rejects.toThrow('no network');
    expect(await readdir(parent)).toEqual([]);
  });

  it('removes what a killed launcher has left half made, and leaves alone what a living one is making', async () => {
    const [ofTheDead, ofTheLiving] = [`${folder}.99999999.partial`, `${folder}.${process.ppid}.partial`];
    for (const partial of [ofTheDead, ofTheLiving]) await mkdir(partial);
    await createOnce(folder, 'v1', contentOf('whole'));
    expect({ dead: existsSync(ofTheDead), living: existsSync(ofTheLiving) }).toEqual({ dead: false, living: true });
  });

  const contentOf = (text: string) => (partial: string) => writeFile(join(partial, 'content'), text);
  const content = () => readFile(join(folder, 'content'), 'utf8');
});
